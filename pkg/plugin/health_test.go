package plugin

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

const (
	readyJSON = `{"status": "ready"}`
	infoJSON  = `{"service": "claude-flow-performance", "version": "0.1.0", "api": 1, "startedAt": 1, "demo": false, "records": {"tasks": 12, "steps": 7, "samples": 3}}`
)

func checkHealth(t *testing.T, instance *Datasource) *backend.CheckHealthResult {
	t.Helper()
	got, err := instance.CheckHealth(t.Context(), &backend.CheckHealthRequest{})
	if err != nil {
		t.Fatalf("CheckHealth: %v", err)
	}
	return got
}

func healthCategory(t *testing.T, got *backend.CheckHealthResult) category {
	t.Helper()
	var details healthDetails
	if err := json.Unmarshal(got.JSONDetails, &details); err != nil {
		t.Fatalf("details: %v", err)
	}
	return details.Category
}

// site answers by path, and 404 as any web server elsewhere.
func site(pages map[string]http.HandlerFunc) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		if page, found := pages[request.URL.Path]; found {
			page(writer, request)
			return
		}
		http.NotFound(writer, request)
	}
}

func TestCheckHealth(t *testing.T) {
	const problem = "application/problem+json"
	const asJSON = "application/json"
	ready := respond(200, asJSON, readyJSON)
	starting := respond(503, asJSON, `{"status": "starting", "reason": "reading folders"}`)
	for _, test := range []struct {
		name          string
		readyz, info  http.HandlerFunc
		health        http.HandlerFunc
		status        backend.HealthStatus
		category      category
		says, details []string
	}{
		{name: "well", readyz: ready, info: respond(200, asJSON, infoJSON),
			status: backend.HealthStatusOk, category: categoryOK, says: []string{"collector 0.1.0", "12 tasks", "7 tool calls and model requests", "3 samples"}, details: []string{`"version":"0.1.0"`, `"tasks":12`}},
		{name: "demo", readyz: ready, info: respond(200, asJSON, `{"service": "claude-flow-performance", "version": "0.1.0", "api": 1, "demo": true, "records": {"tasks": 1, "samples": 0}}`),
			status: backend.HealthStatusOk, category: categoryOK, says: []string{"demo data"}},
		{name: "steps alone are no emptiness", readyz: ready, info: respond(200, asJSON, `{"service": "claude-flow-performance", "version": "0.1.0", "api": 1, "records": {"tasks": 0, "steps": 4, "samples": 0}}`),
			status: backend.HealthStatusOk, category: categoryOK, says: []string{"4 tool calls"}},
		{name: "empty", readyz: ready, info: respond(200, asJSON, `{"service": "claude-flow-performance", "version": "0.1.0", "api": 1, "records": {"tasks": 0, "steps": 0, "samples": 0}}`),
			status: backend.HealthStatusOk, category: categoryEmpty, says: []string{"has not received anything yet", "/v1/metrics", "--claude-flow"}},
		{name: "key refused", readyz: ready, info: respond(401, problem, `{}`),
			status: backend.HealthStatusError, category: categoryAuth, says: []string{"did not accept the API key"}},
		{name: "forbidden", readyz: ready, info: respond(403, problem, `{"detail": "wrong tenant"}`),
			status: backend.HealthStatusError, category: categoryAuth, says: []string{"forbids", "wrong tenant"}},
		{name: "proxy wants a login", readyz: respond(401, "text/html", `login`), info: ready,
			status: backend.HealthStatusError, category: categoryAuth, says: []string{"API key"}},
		{name: "newer API", readyz: ready, info: respond(200, asJSON, `{"service": "claude-flow-performance", "version": "2.0.0", "api": 2}`),
			status: backend.HealthStatusError, category: categoryVersion, says: []string{"2.0.0", "version 2", "version 1"}},
		{name: "starting", readyz: starting, health: respond(503, asJSON, `{"progress": {"read": 3, "total": 10}}`),
			status: backend.HealthStatusError, category: categoryNotReady, says: []string{"starting", "reading folders", `"read": 3`}, details: []string{`"progress":{"read":3,"total":10}`}},
		{name: "starting, no progress", readyz: starting, health: respond(503, asJSON, `{"progress": null}`),
			status: backend.HealthStatusError, category: categoryNotReady, says: []string{"(reading folders). Test again in a moment."}},
		{name: "stops between the two calls", readyz: ready, info: respond(503, problem, `{"detail": "stopping"}`),
			status: backend.HealthStatusError, category: categoryNotReady, says: []string{"not ready", "stopping"}},
		{name: "proxy without collector", readyz: respond(502, "text/html", `bad gateway`),
			status: backend.HealthStatusError, category: categoryServer, says: []string{"status 502"}},
		{name: "other server", status: backend.HealthStatusError, category: categoryNotService, says: []string{"not the claude-flow-performance collector"}},
		{name: "other server with JSON problems", readyz: respond(404, problem, `{"detail": "no such page"}`),
			status: backend.HealthStatusError, category: categoryNotService, says: []string{"/readyz"}},
		{name: "server that says yes to all", readyz: respond(200, "text/html", `<h1>hello</h1>`),
			status: backend.HealthStatusError, category: categoryNotService, says: []string{"/readyz"}},
		{name: "other service with a readyz", readyz: ready, info: respond(200, asJSON, `{"service": "other", "api": 1}`),
			status: backend.HealthStatusError, category: categoryNotService, says: []string{"/api/v1/info"}},
		{name: "other service without info", readyz: ready,
			status: backend.HealthStatusError, category: categoryNotService, says: []string{"/api/v1/info"}},
		{name: "redirect to a login page", readyz: func(writer http.ResponseWriter, request *http.Request) {
			http.Redirect(writer, request, "https://login.example/?state=abc", http.StatusFound)
		}, status: backend.HealthStatusError, category: categoryConfig, says: []string{"https://login.example."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			pages := map[string]http.HandlerFunc{}
			for path, page := range map[string]http.HandlerFunc{"/readyz": test.readyz, "/api/v1/info": test.info, "/api/v1/health": test.health} {
				if page != nil {
					pages[path] = page
				}
			}
			got := checkHealth(t, instanceFor(t, site(pages)))
			if kind := healthCategory(t, got); got.Status != test.status || kind != test.category {
				t.Errorf("%s %s: %s", got.Status, kind, got.Message)
			}
			mustContain(t, got.Message, test.says...)
			mustContain(t, string(got.JSONDetails), test.details...)
			mustNotLeak(t, got.Message+string(got.JSONDetails))
		})
	}
}

func TestCheckHealthAsksWithTheKey(t *testing.T) {
	var calls []seen
	instance := instanceFor(t, record(t, &calls, site(map[string]http.HandlerFunc{
		"/readyz":      respond(200, "application/json", readyJSON),
		"/api/v1/info": respond(200, "application/json", infoJSON),
	})))
	checkHealth(t, instance)
	if len(calls) != 2 || calls[0].path != "/readyz" || calls[1].path != "/api/v1/info" {
		t.Fatalf("calls: %+v", calls)
	}
	if got := calls[1].header.Get("Authorization"); got != "Bearer "+testKey {
		t.Errorf("Authorization: %q", got)
	}
}
