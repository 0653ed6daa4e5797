package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

const liveFrame = `{"schema":{"name":"live","meta":{"type":"timeseries-wide"},"fields":[{"name":"time","type":"time"}]},"data":{"values":[[%d]]}}`

// liveLines answers with these lines and then ends, or waits for its reader to go away.
func liveLines(ends bool, lines ...string) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		writer.Header().Set("Content-Type", "application/x-ndjson; charset=utf-8")
		for _, line := range lines {
			_, _ = io.WriteString(writer, line+"\n")
		}
		_ = http.NewResponseController(writer).Flush()
		if !ends {
			<-request.Context().Done()
		}
	}
}

func subscribe(t *testing.T, instance *Datasource, path string) (*backend.SubscribeStreamResponse, error) {
	t.Helper()
	return instance.SubscribeStream(t.Context(), &backend.SubscribeStreamRequest{
		Path: path, PluginContext: backend.PluginContext{OrgID: 7, User: &backend.User{Login: "reader"}},
	})
}

// packets runs a stream until it has sent so many packets.
func packets(t *testing.T, instance *Datasource, path string, wanted int) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var got []string
	sender := backend.NewStreamSender(packetFunc(func(packet *backend.StreamPacket) error {
		got = append(got, string(packet.Data))
		if len(got) == wanted {
			cancel()
		}
		return nil
	}))
	if err := instance.RunStream(ctx, &backend.RunStreamRequest{Path: path}, sender); err != nil {
		t.Fatal(err)
	}
	if len(got) != wanted {
		t.Fatalf("%d packets instead of %d: %v", len(got), wanted, got)
	}
	return got
}

type packetFunc func(*backend.StreamPacket) error

func (f packetFunc) Send(packet *backend.StreamPacket) error { return f(packet) }

func impatient(instance *Datasource) *Datasource {
	instance.live = liveTiming{silence: 300 * time.Millisecond, firstRetry: time.Millisecond, longestRetry: 4 * time.Millisecond}
	return instance
}

func noticeOf(t *testing.T, packet string) string {
	t.Helper()
	var frame struct {
		Schema struct {
			Fields []any
			Meta   struct {
				Type    string
				Notices []struct{ Severity, Text string }
			}
		}
		Data any
	}
	if err := json.Unmarshal([]byte(packet), &frame); err != nil {
		t.Fatal(err)
	}
	notices := frame.Schema.Meta.Notices
	if len(notices) != 1 || notices[0].Severity != "error" || frame.Data != nil {
		t.Fatalf("no notice: %s", packet)
	}
	mustNotLeak(t, notices[0].Text)
	return notices[0].Text
}

func TestSubscribeTellsThePresentState(t *testing.T) {
	var calls []seen
	ended := make(chan struct{})
	instance := instanceFor(t, record(t, &calls, func(writer http.ResponseWriter, request *http.Request) {
		liveLines(false, "", fmt.Sprintf(liveFrame, 1), fmt.Sprintf(liveFrame, 2))(writer, request)
		close(ended)
	}))
	begun := time.Now()
	got, err := subscribe(t, instance, "swarm/a=20=3Cb=3E=C3=A4")
	if err != nil || got.Status != backend.SubscribeStreamStatusOK {
		t.Fatalf("%+v, %v", got, err)
	}
	if text := string(got.InitialData.Data()); text != fmt.Sprintf(liveFrame, 1) {
		t.Errorf("initial data %s", text)
	}
	mustEndSoon(t, begun, ended)
	if calls[0].path != "/api/v1/live?swarm=a+%3Cb%3E%C3%A4" {
		t.Errorf("asked for %s", calls[0].path)
	}
	for name, want := range map[string]string{"Authorization": "Bearer " + testKey, "X-Grafana-Org-Id": "7", "X-Grafana-User": "reader"} {
		if found := calls[0].header.Get(name); found != want {
			t.Errorf("%s: %q, want %q", name, found, want)
		}
	}
}

func TestSubscribeIsRefused(t *testing.T) {
	document := func(status int) http.HandlerFunc {
		return respond(status, "application/problem+json", `{"detail":"Nothing is stored of \"x\"."}`)
	}
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		path    string
		want    backend.SubscribeStreamStatus
	}{
		"a key that is not accepted":     {document(401), "swarms", backend.SubscribeStreamStatusPermissionDenied},
		"a reader without permission":    {document(403), "swarm/a", backend.SubscribeStreamStatusPermissionDenied},
		"a swarm that nobody knows":      {document(404), "swarm/x", backend.SubscribeStreamStatusNotFound},
		"a channel that does not exist":  {liveLines(false, liveFrame), "agents", backend.SubscribeStreamStatusNotFound},
		"a name that is not one":         {liveLines(false, liveFrame), "swarm/=zz", backend.SubscribeStreamStatusNotFound},
		"a name that is cut off":         {liveLines(false, liveFrame), "swarm/a=2", backend.SubscribeStreamStatusNotFound},
		"a name that is not UTF-8":       {liveLines(false, liveFrame), "swarm/=FF", backend.SubscribeStreamStatusNotFound},
		"the channel of a swarm without": {liveLines(false, liveFrame), "swarm/", backend.SubscribeStreamStatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := subscribe(t, instanceFor(t, test.handler), test.path)
			if err != nil || got.Status != test.want || got.InitialData != nil {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestSubscribeSaysWhyThereIsNoStream(t *testing.T) {
	down := newInstance(t, instanceSettings(closedPort(t), `{}`))
	_, err := subscribe(t, down, "swarms")
	mustContain(t, fmt.Sprint(err), "connection was refused", "Start the collector")
	_, err = subscribe(t, newInstance(t, instanceSettings("nonsense", `{}`)), "swarms")
	mustContain(t, fmt.Sprint(err), "settings cannot be used")
	_, err = subscribe(t, instanceFor(t, respond(200, "text/html", "<html>")), "swarms")
	mustContain(t, fmt.Sprint(err), "is not the claude-flow-performance collector")
	slow := instanceFor(t, hang)
	slow.client.timeout = 50 * time.Millisecond
	_, err = subscribe(t, slow, "swarms")
	mustContain(t, fmt.Sprint(err), "Nothing comes from the collector")
}

func TestRunStreamPassesFramesOn(t *testing.T) {
	instance := instanceFor(t, liveLines(false, fmt.Sprintf(liveFrame, 1), "", "", fmt.Sprintf(liveFrame, 2)))
	for index, packet := range packets(t, instance, "swarms", 2) {
		if packet != fmt.Sprintf(liveFrame, index+1) {
			t.Errorf("packet %d: %s", index, packet)
		}
	}
}

func TestRunStreamOutlivesTheTimeoutOfRequests(t *testing.T) {
	server := serve(t, func(writer http.ResponseWriter, request *http.Request) {
		for at := range 8 {
			liveLines(true, fmt.Sprintf(liveFrame, at))(writer, request)
			time.Sleep(200 * time.Millisecond)
		}
	})
	instance := newInstance(t, instanceSettings(server.URL, `{"timeout": 1}`))
	for index, packet := range packets(t, instance, "swarms", 8) {
		if packet != fmt.Sprintf(liveFrame, index) {
			t.Errorf("packet %d: %s", index, packet)
		}
	}
}

func TestRunStreamComesBack(t *testing.T) {
	for name, test := range map[string]struct {
		broken http.HandlerFunc
		notice string
	}{
		"after the collector has ended it": {liveLines(true, fmt.Sprintf(liveFrame, 1)), "has restarted"},
		"after nothing has come":           {liveLines(false, fmt.Sprintf(liveFrame, 1)), "Nothing comes"},
		"after a line that is not JSON":    {liveLines(false, fmt.Sprintf(liveFrame, 1), `{"schema":`), "is not JSON"},
		"after a line without end":         {liveLines(false, fmt.Sprintf(liveFrame, 1), strings.Repeat("x", maxLiveLine+1)), "too large"},
	} {
		t.Run(name, func(t *testing.T) {
			asked := 0
			instance := impatient(instanceFor(t, func(writer http.ResponseWriter, request *http.Request) {
				asked++
				switch asked {
				case 1:
					test.broken(writer, request)
				case 2:
					respond(503, "text/plain", "")(writer, request)
				default:
					liveLines(false, fmt.Sprintf(liveFrame, 2))(writer, request)
				}
			}))
			got := packets(t, instance, "swarms", 4)
			mustContain(t, noticeOf(t, got[1]), test.notice)
			mustContain(t, got[1], `"time"`, "timeseries-wide")
			mustContain(t, noticeOf(t, got[2]), "not ready")
			if got[3] != fmt.Sprintf(liveFrame, 2) {
				t.Errorf("did not come back: %s", got[3])
			}
		})
	}
}

func TestRunStreamTellsOfARevokedKey(t *testing.T) {
	instance := impatient(instanceFor(t, respond(401, "application/problem+json", `{}`)))
	mustContain(t, noticeOf(t, packets(t, instance, "swarm/a", 1)[0]), "did not accept the API key")
}

func TestRunStreamEndsWithItsReaders(t *testing.T) {
	ended := make(chan struct{})
	instance := instanceFor(t, func(writer http.ResponseWriter, request *http.Request) {
		liveLines(false, fmt.Sprintf(liveFrame, 1))(writer, request)
		close(ended)
	})
	begun := time.Now()
	packets(t, instance, "swarms", 1)
	mustEndSoon(t, begun, ended)
}

func TestRunStreamEndsWhenGrafanaTakesNothing(t *testing.T) {
	gone := fmt.Errorf("gone")
	sender := backend.NewStreamSender(packetFunc(func(*backend.StreamPacket) error { return gone }))
	instance := impatient(instanceFor(t, liveLines(false, fmt.Sprintf(liveFrame, 1))))
	if err := instance.RunStream(t.Context(), &backend.RunStreamRequest{Path: "swarms"}, sender); err != gone {
		t.Errorf("%v", err)
	}
}

func TestNobodyPublishes(t *testing.T) {
	got, err := instanceFor(t, hang).PublishStream(t.Context(), &backend.PublishStreamRequest{Path: "swarms", Data: json.RawMessage(`{}`)})
	if err != nil || got.Status != backend.PublishStreamStatusPermissionDenied {
		t.Errorf("%+v, %v", got, err)
	}
}
