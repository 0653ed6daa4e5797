package alerting

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// collector is the real service on a port and with data of its own; it can be stopped and started again on both.
type collector struct {
	url, port, data string
	process         *exec.Cmd
}

func newCollector(t *testing.T) *collector {
	t.Helper()
	if _, err := os.Stat("../../collector/dist/cli.js"); err != nil {
		t.Skip("the collector is not built: node collector/build.mjs")
	}
	port := freePort(t)
	made := &collector{url: "http://127.0.0.1:" + port, port: port, data: t.TempDir()}
	t.Cleanup(func() { made.stop(t) })
	made.start(t)
	return made
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func (c *collector) start(t *testing.T) {
	t.Helper()
	c.process = exec.Command("node", "../../collector/bin/claude-flow-perf.mjs", "serve", "--no-demo",
		"--data", c.data, "--port", c.port, "--ws-port", freePort(t))
	c.process.Stderr = os.Stderr
	if err := c.process.Start(); err != nil {
		t.Fatal(err)
	}
	for range 300 {
		if answer, err := http.Get(c.url + "/readyz"); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the collector did not become ready")
}

func (c *collector) stop(t *testing.T) {
	t.Helper()
	if c.process == nil {
		return
	}
	if err := c.process.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	_ = c.process.Wait()
	c.process = nil
}

// record is one line of a push.
type record struct {
	ID        string            `json:"id"`
	Timestamp int64             `json:"timestamp"`
	SwarmID   string            `json:"swarmId"`
	Type      string            `json:"metricType"`
	Value     float64           `json:"value"`
	Unit      string            `json:"unit"`
	Tags      map[string]string `json:"tags,omitempty"`
}

func task(swarm string, at time.Time, duration float64, failed bool) record {
	status := "completed"
	if failed {
		status = "failed"
	}
	id := fmt.Sprintf("%s-%d", swarm, at.UnixMilli())
	return record{ID: id, Timestamp: at.UnixMilli(), SwarmID: swarm, Type: "TASK_DURATION", Value: duration, Unit: "ms",
		Tags: map[string]string{"taskId": id, "status": status}}
}

func spent(swarm string, at time.Time, dollars float64) record {
	return record{ID: fmt.Sprintf("%s-cost-%d", swarm, at.UnixMilli()), Timestamp: at.UnixMilli(), SwarmID: swarm,
		Type: "COST_USD", Value: dollars, Unit: "USD"}
}

func toolCall(swarm string, at time.Time) record {
	return record{ID: fmt.Sprintf("%s-tool-%d", swarm, at.UnixMilli()), Timestamp: at.UnixMilli(), SwarmID: swarm,
		Type: "TOOL_DURATION", Value: 50, Unit: "ms"}
}

// push fails unless every record was stored.
func (c *collector) push(t *testing.T, records ...record) {
	t.Helper()
	var lines bytes.Buffer
	for _, one := range records {
		lines.Write(asJSON(t, one))
		lines.WriteByte('\n')
	}
	answer, err := http.Post(c.url+"/api/v1/metrics", "application/x-ndjson", &lines)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(string(body), fmt.Sprintf(`"stored":%d,`, len(records))) {
		t.Fatalf("push: %d, %v, %.500s", answer.StatusCode, err, body)
	}
}
