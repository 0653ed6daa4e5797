package plugin

import (
	"crypto/tls"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

func serveTLS(t *testing.T, config *tls.Config) (server *httptest.Server, ca string) {
	t.Helper()
	server = httptest.NewUnstartedServer(serveEnvelope(t, answered("A")))
	server.TLS = config
	server.Config.ErrorLog = discardLog
	server.StartTLS()
	t.Cleanup(server.Close)
	return server, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
}

func TestUnreachable(t *testing.T) {
	plain := serve(t, serveEnvelope(t, answered("A")))
	secure, ca := serveTLS(t, nil)
	demanding, demandingCA := serveTLS(t, &tls.Config{ClientAuth: tls.RequireAnyClientCert})
	withCA := func(url, jsonData, ca string) backend.DataSourceInstanceSettings {
		source := instanceSettings(url, jsonData)
		source.DecryptedSecureJSONData["tlsCACert"] = ca
		return source
	}
	for _, test := range []struct {
		name     string
		source   backend.DataSourceInstanceSettings
		category category
		status   backend.Status
		says     string
	}{
		{"refused", instanceSettings(closedPort(t), ``), categoryRefused, 502, "connection was refused"},
		{"unknown host", instanceSettings("http://no-such-host.invalid:3001", ``), categoryDNS, 502, "no-such-host.invalid"},
		{"too slow", instanceSettings(serve(t, hang).URL, `{"timeoutSeconds": 0.05}`), categoryTimeout, 504, "within 50ms"},
		{"TLS asked of a plain server", instanceSettings(strings.Replace(plain.URL, "http:", "https:", 1), ``), categoryTLS, 502, "does not speak TLS"},
		{"unknown authority", instanceSettings(secure.URL, ``), categoryTLS, 502, "CA certificate"},
		{"other host name", withCA(secure.URL, `{"tlsAuthWithCACert": true, "serverName": "other.host"}`, ca), categoryTLS, 502, "another host name"},
		{"client certificate wanted", withCA(demanding.URL, `{"tlsAuthWithCACert": true}`, demandingCA), categoryTLS, 502, "client certificate"},
		{"plain asked of a TLS server", instanceSettings(strings.Replace(secure.URL, "https:", "http:", 1), ``), categoryNotService, 502, "400"},
	} {
		t.Run(test.name, func(t *testing.T) {
			instance := newInstance(t, test.source)
			response := query(t, instance, dataQuery("A", `{}`))["A"]
			if response.Error == nil {
				t.Fatal("no error")
			}
			if response.Status != test.status || response.ErrorSource != backend.ErrorSourceDownstream {
				t.Errorf("query: %d %s", response.Status, response.ErrorSource)
			}
			mustContain(t, response.Error.Error(), test.says)
			health := checkHealth(t, instance)
			if got := healthCategory(t, health); health.Status != backend.HealthStatusError || got != test.category {
				t.Errorf("health: %s %s", health.Status, got)
			}
			mustContain(t, health.Message, test.says)
			mustNotLeak(t, health.Message+string(health.JSONDetails))
		})
	}
}

func TestTLSSettingsWork(t *testing.T) {
	server, ca := serveTLS(t, nil)
	withCA := instanceSettings(server.URL, `{"tlsAuthWithCACert": true}`)
	withCA.DecryptedSecureJSONData["tlsCACert"] = ca
	for name, source := range map[string]backend.DataSourceInstanceSettings{
		"CA": withCA, "skip verify": instanceSettings(server.URL, `{"tlsSkipVerify": true}`),
	} {
		if response := query(t, newInstance(t, source), dataQuery("A", `{}`))["A"]; response.Error != nil {
			t.Errorf("%s: %v", name, response.Error)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	var reached atomic.Bool
	other := serve(t, func(http.ResponseWriter, *http.Request) { reached.Store(true) })
	for _, status := range []int{301, 302, 303, 307, 308} {
		instance := instanceFor(t, func(writer http.ResponseWriter, request *http.Request) {
			http.Redirect(writer, request, other.URL+"/login?token=abc", status)
		})
		response := query(t, instance, dataQuery("A", `{}`))["A"]
		if response.Error == nil || response.Status != 502 {
			t.Fatalf("%d: %+v", status, response)
		}
		mustContain(t, response.Error.Error(), "redirects to "+other.URL+".")
		if got := callResource(t, instance, "GET", "swarms", ""); got.Status != 502 || len(got.Headers["Location"]) != 0 {
			t.Errorf("resource: %d %v", got.Status, got.Headers)
		}
	}
	if reached.Load() {
		t.Error("the other host was asked")
	}
}

func TestHeaders(t *testing.T) {
	var calls []seen
	source := instanceSettings(serve(t, record(t, &calls, serveEnvelope(t, answered("A")))).URL, `{"httpHeaderName1": "X-Scope"}`)
	source.DecryptedSecureJSONData["httpHeaderValue1"] = "team-a"
	instance := newInstance(t, source)
	ask := func(plugin backend.PluginContext, headers map[string]string) http.Header {
		calls = nil
		request := &backend.QueryDataRequest{PluginContext: plugin, Headers: headers, Queries: []backend.DataQuery{dataQuery("A", `{}`)}}
		if _, err := instance.QueryData(t.Context(), request); err != nil || len(calls) != 1 {
			t.Fatalf("%v, %d calls", err, len(calls))
		}
		return calls[0].header
	}
	person := ask(backend.PluginContext{OrgID: 7, User: &backend.User{Login: "ada", Email: "ada@example.org"}}, map[string]string{
		"Authorization": "Bearer user-token", "Cookie": "grafana_session=1", "X-Id-Token": "id", "http_X-Other": "1", "http_X-Grafana-User": "root",
	})
	rule := ask(backend.PluginContext{OrgID: 7}, map[string]string{"FromAlert": "true"})
	odd := ask(backend.PluginContext{User: &backend.User{Login: "a\r\nX-Evil: 1"}}, nil)
	for _, test := range []struct {
		name      string
		got, want string
	}{
		{"org", person.Get("X-Grafana-Org-Id"), "7"},
		{"user", person.Get("X-Grafana-User"), "ada"},
		{"person is no alert", person.Get("X-Grafana-From-Alert"), ""},
		{"key", person.Get("Authorization"), "Bearer " + testKey},
		{"custom header of the settings", person.Get("X-Scope"), "team-a"},
		{"cookie", person.Get("Cookie"), ""},
		{"id token", person.Get("X-Id-Token"), ""},
		{"other header", person.Get("X-Other"), ""},
		{"alert", rule.Get("X-Grafana-From-Alert"), "true"},
		{"alert has no user", rule.Get("X-Grafana-User"), ""},
		{"login that HTTP cannot carry", odd.Get("X-Grafana-User") + odd.Get("X-Evil"), ""},
		{"no organisation", odd.Get("X-Grafana-Org-Id"), ""},
		{"idempotency key stays here", strings.Join(person.Values("Idempotency-Key"), ","), ""},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", test.name, test.got, test.want)
		}
	}
}

func TestPathPrefixIsKept(t *testing.T) {
	var calls []seen
	server := serve(t, record(t, &calls, serveEnvelope(t, answered("A"))))
	instance := newInstance(t, instanceSettings(server.URL+"/tools/perf/", ``))
	query(t, instance, dataQuery("A", `{}`))
	callResource(t, instance, "GET", "swarms", "")
	checkHealth(t, instance)
	for index, want := range []string{"/tools/perf/api/v1/query", "/tools/perf/api/v1/swarms", "/tools/perf/readyz"} {
		if calls[index].path != want {
			t.Errorf("asked %s, want %s", calls[index].path, want)
		}
	}
}

func TestTooLargeAnswerIsRefused(t *testing.T) {
	instance := instanceFor(t, respond(200, "application/json", strings.Repeat(" ", 100)))
	_, err := instance.client.do(t.Context(), call{method: http.MethodGet, limit: 99})
	if err == nil {
		t.Fatal("was taken")
	}
	mustContain(t, err.Error(), "too large")
	if _, err := instance.client.do(t.Context(), call{method: http.MethodGet, limit: 100}); err != nil {
		t.Errorf("an answer of just the limit: %v", err)
	}
}

// A server may close a kept-alive connection at the moment at which it is used again; no query may fail for that.
func TestStaleConnectionIsNotAnError(t *testing.T) {
	var requests atomic.Int32
	answerIt := serveEnvelope(t, answered("A"))
	drop := raw(t, "")
	instance := instanceFor(t, func(writer http.ResponseWriter, request *http.Request) {
		if _, err := io.Copy(io.Discard, request.Body); err != nil {
			t.Error(err)
		}
		if requests.Add(1) == 2 {
			drop(writer, request)
			return
		}
		answerIt(writer, request)
	})
	for range 2 {
		if response := query(t, instance, dataQuery("A", `{}`))["A"]; response.Error != nil {
			t.Fatal(response.Error)
		}
	}
	if got := requests.Load(); got != 3 {
		t.Errorf("%d requests, want 3", got)
	}
}

func TestOneConnectionPerInstanceAndNoneAfterDispose(t *testing.T) {
	var opened, closed atomic.Int32
	server := httptest.NewUnstartedServer(serveEnvelope(t, answered("A")))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			opened.Add(1)
		case http.StateClosed:
			closed.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	instance := newInstance(t, instanceSettings(server.URL, ``))
	for range 5 {
		query(t, instance, dataQuery("A", `{}`))
	}
	if got := opened.Load(); got != 1 {
		t.Errorf("%d connections for 5 requests", got)
	}
	if got := closed.Load(); got != 0 {
		t.Errorf("%d connections were closed before Dispose", got)
	}
	instance.Dispose()
	for deadline := time.Now().Add(3 * time.Second); closed.Load() != 1; {
		if time.Now().After(deadline) {
			t.Fatal("the connection stays open after Dispose")
		}
		time.Sleep(5 * time.Millisecond)
	}
}
