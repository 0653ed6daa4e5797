package plugin

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// TestAgainstService asks a running collector that holds work of at least one swarm. CLAUDE_FLOW_PERF_URL names it and
// CLAUDE_FLOW_PERF_KEY is its key, if it has one.
func TestAgainstService(t *testing.T) {
	url := os.Getenv("CLAUDE_FLOW_PERF_URL")
	if url == "" {
		t.Skip("CLAUDE_FLOW_PERF_URL does not name a running collector")
	}
	source := instanceSettings(url, `{"timeoutSeconds": 30}`)
	source.DecryptedSecureJSONData = map[string]string{"apiKey": os.Getenv("CLAUDE_FLOW_PERF_KEY")}
	instance := newInstance(t, source)
	swarms := serviceSwarms(t, instance)

	t.Run("health", func(t *testing.T) {
		got := checkHealth(t, instance)
		if kind := healthCategory(t, got); got.Status != backend.HealthStatusOk || kind != categoryOK {
			t.Errorf("%s %s: %s", got.Status, kind, got.Message)
		}
	})
	t.Run("instant error rate has one number a swarm", func(t *testing.T) {
		frames := askService(t, instance, `{"type": "timeseries", "metric": "error_rate", "aggregation": "avg", "groupBy": ["swarm"], "instant": true}`)
		if len(frames) != 1 {
			t.Fatalf("%d frames", len(frames))
		}
		frame := frames[0]
		if frame.Meta == nil || frame.Meta.Type != data.FrameTypeNumericLong {
			t.Errorf("meta: %+v", frame.Meta)
		}
		labels, values := column(t, frame, "swarm_id", data.FieldTypeString), column(t, frame, "error_rate", data.FieldTypeFloat64)
		seen := map[string]bool{}
		for row := range frame.Rows() {
			name, isKnown := labels.ConcreteAt(row)
			label, isText := name.(string)
			if !isKnown || !isText || seen[label] || !slices.Contains(swarms, label) {
				t.Errorf("row %d: swarm %v", row, name)
			}
			seen[label] = true
			if rate, err := values.NullableFloatAt(row); err != nil || (rate != nil && (*rate < 0 || *rate > 1)) {
				t.Errorf("row %d: error rate %v, %v", row, values.At(row), err)
			}
		}
		if len(seen) == 0 {
			t.Error("no swarm has an error rate")
		}
		if _, err := frame.MarshalArrow(); err != nil {
			t.Errorf("Grafana would not get it: %v", err)
		}
	})
	t.Run("series", func(t *testing.T) {
		for _, frame := range askService(t, instance, `{"type": "timeseries", "metric": "task_duration", "aggregation": "median", "groupBy": ["swarm"]}`) {
			if frame.Meta == nil || frame.Meta.Type != data.FrameTypeTimeSeriesMulti || len(frame.Fields) != 2 {
				t.Fatalf("frame: %+v", frame)
			}
			if column(t, frame, "time", data.FieldTypeTime); frame.Fields[1].Labels["swarm_id"] == "" {
				t.Errorf("labels: %v", frame.Fields[1].Labels)
			}
		}
	})
	t.Run("ranking has a unit", func(t *testing.T) {
		frames := askService(t, instance, `{"type": "ranking", "metric": "task_duration"}`)
		if len(frames) != 1 || frames[0].Rows() == 0 {
			t.Fatalf("frames: %+v", frames)
		}
		column(t, frames[0], "swarm_id", data.FieldTypeString)
		if executed := frames[0].Meta.ExecutedQueryString; !strings.Contains(executed, `"type": "ranking"`) {
			t.Errorf("executed query: %q", executed)
		}
		var said []string
		for _, stat := range frames[0].Meta.Stats {
			said = append(said, stat.DisplayName)
		}
		for _, wanted := range []string{"Collector: time", "Collector: rows of the answer", "Collector: units compared", "Data source: received"} {
			if !slices.Contains(said, wanted) {
				t.Errorf("statistics: %v lack %q", said, wanted)
			}
		}
		value := column(t, frames[0], "value", data.FieldTypeFloat64)
		if value.Config == nil || value.Config.Unit == "" {
			t.Errorf("the field config of value is %+v", value.Config)
		}
	})
	t.Run("one bad query leaves the others alone", func(t *testing.T) {
		responses := query(t, instance, everything("A", `{"type": "swarms"}`), everything("B", `{"metric": "no such metric"}`))
		if a := responses["A"]; a.Error != nil || len(a.Frames) == 0 {
			t.Errorf("A: %+v", a)
		}
		if b := responses["B"]; b.Error == nil || b.Status != backend.StatusBadRequest || b.ErrorSource != backend.ErrorSourceDownstream {
			t.Errorf("B: %+v", b)
		}
	})
}

// serviceSwarms are the ids of all swarms by the resource that pages use.
func serviceSwarms(t *testing.T, instance *Datasource) []string {
	t.Helper()
	got := callResource(t, instance, "GET", "swarms", "")
	var body struct {
		Swarms []struct {
			SwarmID string `json:"swarmId"`
		} `json:"swarms"`
	}
	if err := json.Unmarshal(got.Body, &body); got.Status != 200 || err != nil || len(body.Swarms) == 0 {
		t.Fatalf("swarms: %d, %v, %.300s", got.Status, err, got.Body)
	}
	ids := make([]string, 0, len(body.Swarms))
	for _, swarm := range body.Swarms {
		ids = append(ids, swarm.SwarmID)
	}
	return ids
}

// everything is a query over all that can be stored.
func everything(refID, model string) backend.DataQuery {
	whole := dataQuery(refID, model)
	whole.TimeRange = backend.TimeRange{From: time.UnixMilli(0), To: time.Now().Add(24 * time.Hour)}
	return whole
}

func askService(t *testing.T, instance *Datasource, model string) data.Frames {
	t.Helper()
	response := query(t, instance, everything("A", model))["A"]
	if response.Error != nil {
		t.Fatal(response.Error)
	}
	return response.Frames
}

// column finds a field by name and checks its type, whether nullable or not.
func column(t *testing.T, frame *data.Frame, name string, kind data.FieldType) *data.Field {
	t.Helper()
	field, _ := frame.FieldByName(name)
	if field == nil || field.Type().NonNullableType() != kind {
		t.Fatalf("frame %q has no column %s of type %s", frame.Name, name, kind)
	}
	return field
}
