package plugin

import (
	"encoding/binary"
	"encoding/json"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

const testKey = "s3cret-key"

// instanceSettings are those of a data source that points at url and has an API key.
func instanceSettings(url, jsonData string) backend.DataSourceInstanceSettings {
	return backend.DataSourceInstanceSettings{
		UID:                     "uid",
		Name:                    "collector",
		Type:                    "claudeflow-performance-datasource",
		URL:                     url,
		JSONData:                json.RawMessage(jsonData),
		DecryptedSecureJSONData: map[string]string{"apiKey": testKey},
	}
}

func newInstance(t *testing.T, source backend.DataSourceInstanceSettings) *Datasource {
	t.Helper()
	made, err := NewDatasource(t.Context(), source)
	if err != nil {
		t.Fatalf("NewDatasource: %v", err)
	}
	instance, isOurs := made.(*Datasource)
	if !isOurs {
		t.Fatalf("NewDatasource returned a %T", made)
	}
	t.Cleanup(instance.Dispose)
	return instance
}

func instanceFor(t *testing.T, handler http.HandlerFunc) *Datasource {
	t.Helper()
	return newInstance(t, instanceSettings(serve(t, handler).URL, `{"timeoutSeconds": 5}`))
}

func serve(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

// closedPort is the URL of a port on which nothing listens.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	return "http://" + address
}

// hang reads the request, so that net/http notices when the client goes away, and waits for that.
func hang(_ http.ResponseWriter, request *http.Request) {
	if _, err := io.Copy(io.Discard, request.Body); err == nil {
		<-request.Context().Done()
	}
}

// raw answers with exactly these bytes and closes the connection.
func raw(t *testing.T, answer string) http.HandlerFunc {
	return func(writer http.ResponseWriter, _ *http.Request) {
		connection, _, err := http.NewResponseController(writer).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		if _, err := io.WriteString(connection, answer); err != nil {
			t.Error(err)
		}
		if err := connection.Close(); err != nil {
			t.Error(err)
		}
	}
}

// mustEndSoon fails unless the collector saw its request end long before the timeout of the instance (5 s) ends it.
func mustEndSoon(t *testing.T, begun time.Time, ended <-chan struct{}) {
	t.Helper()
	select {
	case <-ended:
	case <-time.After(3 * time.Second):
		t.Fatal("the collector was not told that nobody waits any more")
	}
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("cancelling took %s", took)
	}
}

func respond(status int, contentType, body string) http.HandlerFunc {
	return func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Content-Type", contentType)
		writer.WriteHeader(status)
		_, _ = io.WriteString(writer, body)
	}
}

// result is one entry of an envelope that a test builds.
type result struct {
	RefID       string   `json:"refId"`
	Status      int      `json:"status"`
	Error       string   `json:"error,omitempty"`
	ErrorSource string   `json:"errorSource,omitempty"`
	Frames      []int    `json:"frames"`
	files       [][]byte `json:"-"`
}

func answered(refID string, files ...[]byte) result {
	return result{RefID: refID, Status: http.StatusOK, files: files}
}

// envelopeOf builds an envelope from the contract's own description, not from the parser.
func envelopeOf(t testing.TB, results ...result) []byte {
	t.Helper()
	var frames []byte
	for index := range results {
		results[index].Frames = []int{}
		for _, file := range results[index].files {
			results[index].Frames = append(results[index].Frames, len(file))
			frames = append(frames, file...)
		}
	}
	header, err := json.Marshal(map[string]any{"results": results})
	if err != nil {
		t.Fatal(err)
	}
	return append(envelopeWithHeader(string(header)), frames...)
}

func envelopeWithHeader(header string) []byte {
	envelope := append([]byte("CFPF"), 1, 0, 0, 0)
	envelope = binary.LittleEndian.AppendUint32(envelope, uint32(len(header)))
	return append(envelope, header...)
}

func serveEnvelope(t *testing.T, results ...result) http.HandlerFunc {
	return respond(http.StatusOK, envelopeType, string(envelopeOf(t, results...)))
}

func arrowFile(t testing.TB, frame *data.Frame) []byte {
	t.Helper()
	file, err := frame.MarshalArrow()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// errorRates is the frame that an alert rule gets: one row a swarm, the unknown one null.
func errorRates() *data.Frame {
	known := 0.25
	value := data.NewField("error_rate", nil, []*float64{&known, nil})
	value.Config = &data.FieldConfig{Unit: "percentunit"}
	frame := data.NewFrame("error_rate", data.NewField("swarm_id", nil, []string{"alpha", "beta"}), value)
	frame.Meta = &data.FrameMeta{Type: data.FrameTypeNumericLong, TypeVersion: data.FrameTypeVersion{0, 1}}
	return frame
}

func dataQuery(refID, model string) backend.DataQuery {
	return backend.DataQuery{
		RefID:         refID,
		Interval:      30 * time.Second,
		MaxDataPoints: 700,
		TimeRange:     backend.TimeRange{From: time.UnixMilli(1_700_000_000_000), To: time.UnixMilli(1_700_003_600_000)},
		JSON:          json.RawMessage(model),
	}
}

func query(t *testing.T, instance *Datasource, queries ...backend.DataQuery) backend.Responses {
	t.Helper()
	response, err := instance.QueryData(t.Context(), &backend.QueryDataRequest{Queries: queries})
	if err != nil {
		t.Fatalf("QueryData: %v", err)
	}
	return response.Responses
}

// mustContain fails unless text holds every wanted part; mustNotLeak goes with every message that people see.
func mustContain(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, part := range wanted {
		if !strings.Contains(text, part) {
			t.Errorf("%q does not contain %q", text, part)
		}
	}
}

func mustNotLeak(t *testing.T, text string) {
	t.Helper()
	for _, part := range []string{testKey, "Bearer", "goroutine", ".go:"} {
		if strings.Contains(text, part) {
			t.Errorf("%q contains %q", text, part)
		}
	}
}

// discardLog keeps failed handshakes that a test provokes out of the output.
var discardLog = log.New(io.Discard, "", 0)
