package plugin

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// decodeFrames reads the Arrow files of one query and marks each frame with its refId. Errors are faults,
// except for the context's own when it ended meanwhile.
func decodeFrames(ctx context.Context, refID string, files [][]byte) (data.Frames, error) {
	frames := make(data.Frames, 0, len(files))
	for index, file := range files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		frame, err := decodeFrame(ctx, file)
		if err != nil {
			return nil, malformed(fmt.Sprintf("frame %d of query %s is not a valid Arrow file", index+1, refID), err)
		}
		frame.RefID = refID
		frames = append(frames, frame)
	}
	addSize(frames, files)
	return frames, nil
}

// addSize tells the query inspector how much the collector sent, beside what the collector says of its own work.
func addSize(frames data.Frames, files [][]byte) {
	if len(frames) == 0 {
		return
	}
	size := 0
	for _, file := range files {
		size += len(file)
	}
	if frames[0].Meta == nil {
		frames[0].Meta = &data.FrameMeta{}
	}
	frames[0].Meta.Stats = append(frames[0].Meta.Stats, data.QueryStat{
		FieldConfig: data.FieldConfig{DisplayName: "Data source: received", Unit: "decbytes"},
		Value:       float64(size),
	})
}

// decodeFrame reads one Arrow file. The decoder panics on some damaged files; that must not end the plugin for all.
func decodeFrame(ctx context.Context, file []byte) (frame *data.Frame, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			backend.Logger.FromContext(ctx).Warn("The Arrow decoder panicked", "reason", reason, "stack", string(debug.Stack()))
			frame, err = nil, fmt.Errorf("the Arrow decoder panicked: %v", reason)
		}
	}()
	if err := checkArrow(file); err != nil {
		return nil, err
	}
	frame, err = data.UnmarshalArrowFrame(file)
	if err != nil {
		return nil, err
	}
	// Columns of different lengths would make the SDK fail the answers to all queries when it encodes them.
	if _, err := frame.RowLen(); err != nil {
		return nil, err
	}
	return frame, nil
}
