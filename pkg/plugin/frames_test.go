package plugin

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

func TestDecodeFrameTakesWhatTheContractHas(t *testing.T) {
	number, flag, text := 1.5, true, "x"
	at := time.UnixMilli(1_700_000_000_123).UTC()
	labelled := data.NewFrame("series",
		data.NewField("time", nil, []time.Time{at, at.Add(time.Second)}),
		data.NewField("task_duration", data.Labels{"swarm_id": "alpha"}, []*float64{&number, nil}).SetConfig(&data.FieldConfig{Unit: "ms", DisplayName: "Task duration"}),
	).SetMeta(&data.FrameMeta{Type: data.FrameTypeTimeSeriesMulti, TypeVersion: data.FrameTypeVersion{0, 1}, Custom: map[string]any{"demo": true}})
	for _, test := range []struct {
		name  string
		frame *data.Frame
	}{
		{"time series", labelled},
		{"numbers for alerting", errorRates()},
		{"all kinds of columns", data.NewFrame("kinds",
			data.NewField("f64", nil, []float64{1, 2}), data.NewField("i64", nil, []*int64{nil, nil}), data.NewField("i32", nil, []int32{1, 2}),
			data.NewField("bool", nil, []*bool{&flag, nil}), data.NewField("text", nil, []*string{&text, nil}), data.NewField("time", nil, []*time.Time{&at, nil}))},
		{"no rows", data.NewFrame("empty", data.NewField("swarm_id", nil, []string{}), data.NewField("value", nil, []*float64{}))},
		{"no columns", data.NewFrame("none")},
		{"the smallest cells", data.NewFrame("bits", data.NewField("bool", nil, make([]bool, 100_000)))},
		{"many columns", wide(2000)},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := decodeFrame(t.Context(), arrowFile(t, test.frame))
			if err != nil {
				t.Fatal(err)
			}
			if want, have := asJSON(t, test.frame), asJSON(t, got); want != have {
				t.Errorf("got  %s\nwant %s", have, want)
			}
		})
	}
}

func wide(columns int) *data.Frame {
	frame := data.NewFrame("wide")
	for range columns {
		frame.Fields = append(frame.Fields, data.NewField("value", data.Labels{"swarm_id": "the same in all"}, []float64{1}))
	}
	return frame
}

func asJSON(t *testing.T, frame *data.Frame) string {
	t.Helper()
	encoded, err := json.Marshal(frame)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

// Some lengths make the decoder allocate more than there is, which ends the process whatever recovers: each byte of a
// good file is changed in turn, and the test is that it gets to its end.
func TestDamagedFramesDoNotEndTheProcess(t *testing.T) {
	file := arrowFile(t, errorRates())
	refused := 0
	for at := range file {
		for _, value := range []byte{0x00, 0x01, 0x7f, 0xff} {
			damaged := bytes.Clone(file)
			damaged[at] = value
			if _, err := decodeFrame(t.Context(), damaged); err != nil {
				refused++
			}
		}
	}
	if refused == 0 {
		t.Error("no damage was noticed")
	}
}

func TestCheckArrowRefuses(t *testing.T) {
	text, number := arrow.BinaryTypes.String, arrow.PrimitiveTypes.Float64
	for _, test := range []struct {
		name, says string
		kind       arrow.DataType
		options    []ipc.Option
	}{
		{"dictionaries", "dictionaries", &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: text}, nil},
		{"nested columns", "nested", arrow.ListOf(number), nil},
		{"compression", "compressed", number, []ipc.Option{ipc.WithZstd()}},
		{"views", "views", arrow.BinaryTypes.StringView, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			schema := arrow.NewSchema([]arrow.Field{{Name: "value", Type: test.kind}}, nil)
			builder := array.NewRecordBuilder(memory.DefaultAllocator, schema)
			builder.Field(0).AppendEmptyValues(64)
			var file bytes.Buffer
			writer, err := ipc.NewFileWriter(&file, append(test.options, ipc.WithSchema(schema))...)
			if err != nil {
				t.Fatal(err)
			}
			if err := writer.Write(builder.NewRecordBatch()); err != nil {
				t.Fatal(err)
			}
			if err := writer.Close(); err != nil {
				t.Fatal(err)
			}
			if err := checkArrow(file.Bytes()); err == nil {
				t.Error("was taken")
			} else {
				mustContain(t, err.Error(), test.says)
			}
		})
	}
}

// Whatever a frame holds, decoding it ends, without a panic and within the memory that its size justifies.
func FuzzFrame(f *testing.F) {
	f.Add(arrowFile(f, errorRates()))
	f.Add(arrowFile(f, data.NewFrame("bits", data.NewField("bool", nil, []bool{true, false}), data.NewField("time", nil, make([]time.Time, 2)))))
	f.Fuzz(func(t *testing.T, file []byte) {
		frame, err := decodeFrame(t.Context(), file)
		if err == nil && int64(frame.Rows())*int64(len(frame.Fields)) > 8*int64(len(file)) {
			t.Fatalf("%d bytes gave %d rows of %d columns", len(file), frame.Rows(), len(frame.Fields))
		}
	})
}
