package plugin

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// callResource calls with the query string that path may carry, as Grafana passes it on.
func callResource(t *testing.T, instance *Datasource, method, path, body string) *backend.CallResourceResponse {
	t.Helper()
	return sendResource(t, t.Context(), instance, &backend.CallResourceRequest{
		Method: method,
		Path:   strings.SplitN(path, "?", 2)[0],
		URL:    path,
		Body:   []byte(body),
		Headers: map[string][]string{
			"Cookie": {"grafana_session=1"}, "Authorization": {"Bearer user"}, "X-Grafana-User": {"root"}, "Accept": {"text/plain"},
		},
		PluginContext: backend.PluginContext{OrgID: 7, User: &backend.User{Login: "ada"}},
	})
}

func sendResource(t *testing.T, ctx context.Context, instance *Datasource, request *backend.CallResourceRequest) *backend.CallResourceResponse {
	t.Helper()
	var sent []*backend.CallResourceResponse
	err := instance.CallResource(ctx, request, backend.CallResourceResponseSenderFunc(func(response *backend.CallResourceResponse) error {
		sent = append(sent, response)
		return nil
	}))
	if err != nil || len(sent) != 1 {
		t.Fatalf("CallResource: %v, %d answers", err, len(sent))
	}
	return sent[0]
}

func TestCallResourcePassesOn(t *testing.T) {
	var calls []seen
	instance := instanceFor(t, record(t, &calls, func(writer http.ResponseWriter, _ *http.Request) {
		for name, value := range map[string]string{
			"Content-Type": "text/html; charset=utf-8", "Content-Disposition": `attachment; filename="r.html"`,
			"Set-Cookie": "a=b", "Keep-Alive": "timeout=5", "Proxy-Authenticate": "Basic", "Access-Control-Allow-Origin": "*",
		} {
			writer.Header().Set(name, value)
		}
		writer.WriteHeader(http.StatusCreated)
		_, _ = writer.Write([]byte("<p>report</p>"))
	}))
	got := callResource(t, instance, "POST", "reports?b=2&a=1&a=0&sp=x%20y", `{"format": "html"}`)

	if len(calls) != 1 || calls[0].method != "POST" || calls[0].path != "/api/v1/reports?a=1&a=0&b=2&sp=x+y" || string(calls[0].body) != `{"format": "html"}` {
		t.Errorf("asked: %+v", calls)
	}
	for name, want := range map[string]string{
		"Authorization": "Bearer " + testKey, "X-Grafana-User": "ada", "X-Grafana-Org-Id": "7", "Cookie": "", "Content-Type": "application/json", "Accept": "*/*",
	} {
		if value := calls[0].header.Get(name); value != want {
			t.Errorf("asked with %s %q, want %q", name, value, want)
		}
	}
	if got.Status != http.StatusCreated || string(got.Body) != "<p>report</p>" {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	for name, want := range map[string]string{
		"Content-Type": "text/html; charset=utf-8", "Content-Disposition": `attachment; filename="r.html"`, "X-Content-Type-Options": "nosniff",
		"Content-Security-Policy": "sandbox", "Set-Cookie": "", "Keep-Alive": "", "Proxy-Authenticate": "", "Access-Control-Allow-Origin": "",
	} {
		if value := http.Header(got.Headers).Get(name); value != want {
			t.Errorf("answered with %s %q, want %q", name, value, want)
		}
	}
}

func TestCallResourcePassesErrorsOn(t *testing.T) {
	body := `{"title": "Not found", "detail": "no swarm x", "known": ["a"]}`
	got := callResource(t, instanceFor(t, respond(404, "application/problem+json", body)), "GET", "metrics/x", "")
	if got.Status != 404 || string(got.Body) != body || http.Header(got.Headers).Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %s %v", got.Status, got.Body, got.Headers)
	}
}

func TestCallResourceProblems(t *testing.T) {
	var calls []seen
	answering := instanceFor(t, record(t, &calls, respond(200, "application/json", `{}`)))
	down := newInstance(t, instanceSettings(closedPort(t), ``))
	slow := newInstance(t, instanceSettings(serve(t, hang).URL, `{"timeoutSeconds": 0.05}`))
	keyless := instanceFor(t, respond(401, "application/problem+json", `{}`))
	large := strings.Repeat("x", maxResourceBody+1)
	for _, test := range []struct {
		name               string
		instance           *Datasource
		method, path, body string
		status             int
		code               category
		says               string
	}{
		{"unknown path", answering, "GET", "keys", "", 404, categoryRequest, "no such resource"},
		{"traversal", answering, "GET", "metrics/%2e%2e%2fkeys", "", 404, categoryRequest, "no such resource"},
		{"wrong method", answering, "POST", "swarms", "{}", 405, categoryRequest, "GET only"},
		{"body too large", answering, "POST", "query", large, 413, categoryRequest, "5 MiB"},
		{"query string", answering, "GET", "swarms?a=%zz", "", 400, categoryRequest, "query string"},
		{"down", down, "GET", "swarms", "", 502, categoryRefused, "refused"},
		{"slow", slow, "GET", "swarms", "", 504, categoryTimeout, "within 50ms"},
		{"key refused", keyless, "GET", "swarms", "", 502, categoryAuth, "API key"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := callResource(t, test.instance, test.method, test.path, test.body)
			var problem problemDocument
			if err := json.Unmarshal(got.Body, &problem); err != nil {
				t.Fatal(err)
			}
			if got.Status != test.status || problem.Status != test.status || problem.Code != test.code || problem.Title == "" {
				t.Errorf("%d %+v", got.Status, problem)
			}
			if kind := http.Header(got.Headers).Get("Content-Type"); kind != "application/problem+json" {
				t.Errorf("content type %s", kind)
			}
			mustContain(t, problem.Detail, test.says)
			mustNotLeak(t, string(got.Body))
		})
	}
	if len(calls) != 0 {
		t.Errorf("the collector was asked: %+v", calls)
	}
}

func TestCallResourceTakesABodyOfTheLimit(t *testing.T) {
	got := callResource(t, instanceFor(t, respond(200, "application/json", `{}`)), "POST", "query", strings.Repeat("x", maxResourceBody))
	if got.Status != 200 {
		t.Errorf("%d %s", got.Status, got.Body)
	}
}

func TestCallResourceSendsNoBodyWithGet(t *testing.T) {
	var calls []seen
	callResource(t, instanceFor(t, record(t, &calls, respond(200, "application/json", `{}`))), "GET", "swarms", "{}")
	if len(calls) != 1 || len(calls[0].body) != 0 {
		t.Errorf("asked: %+v", calls)
	}
}

func TestCallResourceIsCancelledWithItsContext(t *testing.T) {
	started, ended := make(chan struct{}), make(chan struct{})
	instance := instanceFor(t, func(writer http.ResponseWriter, request *http.Request) {
		close(started)
		hang(writer, request)
		close(ended)
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-started
		cancel()
	}()
	begun := time.Now()
	if got := sendResource(t, ctx, instance, &backend.CallResourceRequest{Method: "GET", Path: "swarms", URL: "swarms"}); got.Status != statusClientClosedRequest {
		t.Errorf("%d", got.Status)
	}
	mustEndSoon(t, begun, ended)
}
