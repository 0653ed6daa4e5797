package plugin

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// seen is what the collector got.
type seen struct {
	method, path string
	header       http.Header
	body         []byte
}

func record(t *testing.T, into *[]seen, next http.HandlerFunc) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		if err != nil {
			t.Error(err)
		}
		*into = append(*into, seen{request.Method, request.URL.RequestURI(), request.Header, body})
		next(writer, request)
	}
}

func TestQueryDataForwardsAllInOneCall(t *testing.T) {
	var calls []seen
	instance := instanceFor(t, record(t, &calls, serveEnvelope(t, answered("A"), answered("B"))))
	second := dataQuery("B", `{"refId": "old", "from": 1, "intervalMs": 5, "maxDataPoints": 6}`)
	second.Interval, second.MaxDataPoints = 0, 0
	second.TimeRange = backend.TimeRange{From: time.UnixMilli(10), To: time.UnixMilli(20)}
	responses := query(t, instance,
		dataQuery("A", `{"type": "ranking", "metric": "cost_usd", "swarms": ["<a>"], "limit": 9007199254740993}`), second, dataQuery("H", `{"hide": true}`))

	if len(calls) != 1 || calls[0].method != http.MethodPost || calls[0].path != "/api/v1/query" {
		t.Fatalf("calls: %+v", calls)
	}
	if got := calls[0].header.Get("Accept"); got != "application/vnd.claudeflow.frames" {
		t.Errorf("Accept: %s", got)
	}
	if got := calls[0].header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type: %s", got)
	}
	var body struct {
		Queries []map[string]json.RawMessage `json:"queries"`
	}
	if err := json.Unmarshal(calls[0].body, &body); err != nil {
		t.Fatal(err)
	}
	wanted := []map[string]string{
		{"refId": `"A"`, "type": `"ranking"`, "metric": `"cost_usd"`, "limit": "9007199254740993", "intervalMs": "30000", "maxDataPoints": "700", "from": "1700000000000", "to": "1700003600000"},
		{"refId": `"B"`, "from": "10", "to": "20", "intervalMs": "", "maxDataPoints": ""},
	}
	if len(body.Queries) != len(wanted) {
		t.Fatalf("sent %d queries: %s", len(body.Queries), calls[0].body)
	}
	for index, fields := range wanted {
		for name, value := range fields {
			if got := string(body.Queries[index][name]); got != value {
				t.Errorf("query %d: %s is %q, want %q", index, name, got, value)
			}
		}
	}
	if len(responses) != 2 || responses["A"].Error != nil || responses["B"].Error != nil {
		t.Errorf("responses: %+v", responses)
	}
}

func TestQueryDataSendsNothingWhenAllIsHidden(t *testing.T) {
	var calls []seen
	instance := instanceFor(t, record(t, &calls, serveEnvelope(t)))
	if responses := query(t, instance, dataQuery("A", `{"hide": true}`)); len(responses) != 0 || len(calls) != 0 {
		t.Errorf("responses %+v, calls %+v", responses, calls)
	}
}

func TestQueryDataDecodesFramesForAlerting(t *testing.T) {
	instance := instanceFor(t, serveEnvelope(t, answered("A", arrowFile(t, errorRates()), arrowFile(t, data.NewFrame("empty", data.NewField("value", nil, []*float64{}))))))
	frames := query(t, instance, dataQuery("A", `{"instant": true}`))["A"].Frames
	if len(frames) != 2 {
		t.Fatalf("got %d frames", len(frames))
	}
	rates := frames[0]
	if rates.RefID != "A" || rates.Meta.Type != data.FrameTypeNumericLong || rates.Meta.TypeVersion != (data.FrameTypeVersion{0, 1}) {
		t.Errorf("refId %q, meta %+v", rates.RefID, rates.Meta)
	}
	swarm, value := rates.Fields[0], rates.Fields[1]
	if swarm.Name != "swarm_id" || swarm.Type() != data.FieldTypeString || swarm.At(0) != "alpha" {
		t.Errorf("labels: %s %s %v", swarm.Name, swarm.Type(), swarm.At(0))
	}
	if known, isKnown := value.ConcreteAt(0); !isKnown || known != 0.25 {
		t.Errorf("alpha: %v", known)
	}
	if unknown, isKnown := value.ConcreteAt(1); isKnown {
		t.Errorf("beta should be null, is %v", unknown)
	}
	if value.Config.Unit != "percentunit" {
		t.Errorf("unit: %q", value.Config.Unit)
	}
	if empty := frames[1]; len(empty.Fields) != 1 || empty.Rows() != 0 || empty.RefID != "A" {
		t.Errorf("empty frame: %+v", empty)
	}
}

func TestQueryDataKeepsResultsApart(t *testing.T) {
	good := arrowFile(t, errorRates())
	instance := instanceFor(t, serveEnvelope(t,
		answered("good", good),
		result{RefID: "user", Status: 400, Error: "unknown metric \"x\"", ErrorSource: "downstream"},
		result{RefID: "bug", Status: 500, Error: "oops", ErrorSource: "plugin"},
		result{RefID: "odd", Status: 7, ErrorSource: "moon"},
		answered("damaged", good[:len(good)/2]),
		answered("noise", []byte("ARROW1 this is not an Arrow file at all ARROW1")),
	))
	responses := query(t, instance, dataQuery("good", `{}`), dataQuery("user", `{}`), dataQuery("bug", `{}`), dataQuery("odd", `{}`),
		dataQuery("damaged", `{}`), dataQuery("noise", `{}`), dataQuery("unanswered", `{}`), dataQuery("list", `[]`), dataQuery("text", `nonsense`))
	if got := responses["good"]; got.Error != nil || got.Status != backend.StatusOK || len(got.Frames) != 1 {
		t.Errorf("good: %+v", got)
	}
	for _, test := range []struct {
		refID  string
		status backend.Status
		source backend.ErrorSource
		says   string
	}{
		{"user", 400, "downstream", `unknown metric "x"`},
		{"bug", 500, "plugin", "oops"},
		{"odd", 502, "downstream", "status 7"},
		{"damaged", 502, "downstream", "frame 1 of query damaged"},
		{"noise", 502, "downstream", "frame 1 of query noise"},
		{"unanswered", 502, "downstream", "no result for query unanswered"},
		{"list", 400, "downstream", "query list is not a JSON object"},
		{"text", 400, "downstream", "query text is not a JSON object"},
	} {
		got := responses[test.refID]
		if got.Error == nil {
			t.Errorf("%s: no error", test.refID)
			continue
		}
		if got.Status != test.status || got.ErrorSource != test.source {
			t.Errorf("%s: %d %s", test.refID, got.Status, got.ErrorSource)
		}
		mustContain(t, got.Error.Error(), test.says)
	}
}

func TestQueryDataOnBadAnswers(t *testing.T) {
	const problem = "application/problem+json"
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		status backend.Status
		says   []string
	}{
		{"key refused", respond(401, problem, `{"detail": "x"}`), 401, []string{"did not accept the API key"}},
		{"forbidden", respond(403, problem, `{"detail": "read only"}`), 403, []string{"forbids", "read only"}},
		{"not ready", respond(503, problem, `{"title": "Starting", "detail": "3 of 10 folders read"}`), 503, []string{"not ready", "3 of 10 folders"}},
		{"server error", respond(500, problem, `{"detail": "disk full"}`), 502, []string{"status 500", "disk full"}},
		{"proxy page", respond(502, "text/html", `<h1>secret page</h1>`), 502, []string{"status 502"}},
		{"proxy timeout", respond(504, "text/html", ``), 504, []string{"proxy"}},
		{"refused as a whole", respond(400, problem, `{"detail": "Too many queries.", "errors": [{"field": "queries", "message": "at most 100"}]}`), 400, []string{"Too many queries. queries: at most 100."}},
		{"other server", respond(404, "text/html", `<h1>secret page</h1>`), 502, []string{"not the claude-flow-performance collector", "404"}},
		{"other server says yes", respond(200, "text/html", `<h1>secret page</h1>`), 502, []string{"not the claude-flow-performance collector", "text/html"}},
		{"JSON instead of frames", respond(200, "application/json", `{"results": {}}`), 502, []string{"application/json instead of"}},
		{"other envelope", respond(200, envelopeType, "CFPF\x09\x00\x00\x00\x00\x00\x00\x00"), 502, []string{"version 9", "version 1"}},
		{"query twice", serveEnvelope(t, answered("A"), answered("A")), 502, []string{`"A" twice`}},
		{"body cut off", raw(t, "HTTP/1.1 200 OK\r\nContent-Type: "+envelopeType+"\r\nContent-Length: 5000\r\n\r\nCFPF"), 502, []string{"closed before the whole answer"}},
		{"chunks cut off", raw(t, "HTTP/1.1 200 OK\r\nContent-Type: "+envelopeType+"\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nCFPF\r\n"), 502, []string{"closed before the whole answer"}},
		{"no answer", raw(t, ""), 502, []string{"closed before the whole answer"}},
		{"no HTTP", raw(t, "SSH-2.0-OpenSSH_9.9\r\n"), 502, []string{"cannot be reached"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			response := query(t, instanceFor(t, test.answer), dataQuery("A", `{}`))["A"]
			if response.Error == nil {
				t.Fatal("no error")
			}
			if response.Status != test.status || response.ErrorSource != backend.ErrorSourceDownstream {
				t.Errorf("%d %s", response.Status, response.ErrorSource)
			}
			mustContain(t, response.Error.Error(), test.says...)
			mustNotLeak(t, response.Error.Error())
			if strings.Contains(response.Error.Error(), "secret page") {
				t.Errorf("message: %q", response.Error)
			}
		})
	}
}

func TestQueryDataWithoutKeySaysThatOneIsWanted(t *testing.T) {
	source := instanceSettings(serve(t, respond(401, "application/problem+json", `{}`)).URL, `{}`)
	source.DecryptedSecureJSONData = nil
	response := query(t, newInstance(t, source), dataQuery("A", `{}`))["A"]
	mustContain(t, response.Error.Error(), "asks for an API key and the data source has none")
}

func TestQueryDataIsCancelledWithItsContext(t *testing.T) {
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
	response, err := instance.QueryData(ctx, &backend.QueryDataRequest{Queries: []backend.DataQuery{dataQuery("A", `{}`)}})
	if err != nil {
		t.Fatal(err)
	}
	mustEndSoon(t, begun, ended)
	got := response.Responses["A"]
	if got.Status != statusClientClosedRequest || backend.RequestStatusFromError(got.Error) != backend.RequestStatusCancelled {
		t.Errorf("%d %v", got.Status, got.Error)
	}
	if backend.RequestStatusFromErrorString(got.Error.Error()) != backend.RequestStatusCancelled {
		t.Errorf("Grafana does not see a cancellation in %q", got.Error)
	}
}
