package plugin

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// liveType is a stream of frames in JSON, one a line.
const liveType = "application/x-ndjson"

// maxLiveLine is the largest frame of a stream: one row.
const maxLiveLine = 1 << 20

// liveTiming says how patient streams are; tests are less so.
type liveTiming struct {
	// The longest silence; the collector sends a sign of life every ten seconds.
	silence time.Duration
	// Pauses before the collector is asked again: the first, doubled each time, up to the longest.
	firstRetry, longestRetry time.Duration
}

var defaultLiveTiming = liveTiming{silence: 45 * time.Second, firstRetry: time.Second, longestRetry: 30 * time.Second}

// SubscribeStream lets a reader in if the collector would answer it: with the key of the data source, on behalf of the
// reader, about a swarm of which something is stored. The reader gets the present state at once.
func (d *Datasource) SubscribeStream(ctx context.Context, req *backend.SubscribeStreamRequest) (*backend.SubscribeStreamResponse, error) {
	channel, known := parseChannel(req.Path)
	if !known {
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusNotFound}, nil
	}
	var state json.RawMessage
	err := d.readLive(ctx, channel, callerOf(req.PluginContext, false), func(line json.RawMessage) error {
		state = line
		return errEnough
	})
	if !errors.Is(err, errEnough) {
		logFault(ctx, "Subscription refused", err, "path", req.Path)
		switch found := asFault(err); {
		case found.category == categoryAuth:
			return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusPermissionDenied}, nil
		case found.status == http.StatusNotFound:
			return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusNotFound}, nil
		default:
			return nil, backend.NewErrorWithSource(found, found.source)
		}
	}
	initial, err := backend.NewInitialData(state)
	if err != nil {
		return nil, backend.PluginError(err)
	}
	return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusOK, InitialData: initial}, nil
}

// PublishStream refuses: what happens is told by the collector alone.
func (d *Datasource) PublishStream(context.Context, *backend.PublishStreamRequest) (*backend.PublishStreamResponse, error) {
	return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusPermissionDenied}, nil
}

// RunStream passes on what the collector tells until nobody looks any more. A stream that breaks is opened anew, and its
// readers are told why nothing comes meanwhile.
func (d *Datasource) RunStream(ctx context.Context, req *backend.RunStreamRequest, sender *backend.StreamSender) error {
	channel, known := parseChannel(req.Path)
	if !known {
		return nil
	}
	pause := d.live.firstRetry
	var last json.RawMessage
	for ctx.Err() == nil {
		err := d.readLive(ctx, channel, callerOf(req.PluginContext, false), func(line json.RawMessage) error {
			pause, last = d.live.firstRetry, line
			return sender.SendJSON(line)
		})
		if ctx.Err() != nil {
			break
		}
		logFault(ctx, "Live stream broke", err, "path", req.Path)
		if err := sender.SendJSON(withNotice(last, asFault(err).message)); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
			pause = min(2*pause, d.live.longestRetry)
		}
	}
	return nil
}

// errEnough ends the reading of a stream by its reader.
var errEnough = errors.New("enough was read")

// readLive reads a stream of the collector until it breaks or take fails. Never returns nil.
func (d *Datasource) readLive(ctx context.Context, channel liveChannel, who caller, take func(json.RawMessage) error) error {
	if d.unusable != nil {
		return d.unusable
	}
	reading, cancel := context.WithCancel(ctx)
	defer cancel()
	watchdog := time.AfterFunc(d.client.timeout, cancel)
	defer watchdog.Stop()
	body, err := d.client.open(reading, call{
		method: http.MethodGet,
		path:   []string{"api", "v1", "live"},
		query:  channel.query(),
		accept: liveType,
		caller: who,
		limit:  maxLiveLine,
	})
	if err != nil {
		return d.liveFault(ctx, reading, err)
	}
	defer closeBody(ctx, body)
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, maxLiveLine)
	for lines.Scan() {
		watchdog.Reset(d.live.silence)
		if line := lines.Bytes(); len(line) > 0 {
			if !json.Valid(line) {
				return malformed("a line of a live stream is not JSON", nil)
			}
			if err := take(append(json.RawMessage(nil), line...)); err != nil {
				return err
			}
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return tooLargeFault(lines.Err())
	}
	return d.liveFault(ctx, reading, lines.Err())
}

// liveFault says why a stream ended. A reading that only the watchdog ended was too quiet.
func (d *Datasource) liveFault(ctx, reading context.Context, err error) error {
	if ctx.Err() == nil && reading.Err() != nil {
		return d.client.silentFault(err)
	}
	if err == nil {
		return d.client.endedFault()
	}
	if found, isFault := errors.AsType[*fault](err); isFault {
		return found
	}
	return d.client.transportFault(ctx, err)
}

// withNotice is the last frame without its rows, or one without fields, and a sentence for whoever looks at it.
func withNotice(last json.RawMessage, message string) json.RawMessage {
	var frame struct {
		Schema map[string]any `json:"schema"`
	}
	if err := json.Unmarshal(last, &frame); err != nil || frame.Schema == nil {
		frame.Schema = map[string]any{"name": "live", "fields": []any{}}
	}
	meta, isObject := frame.Schema["meta"].(map[string]any)
	if !isObject {
		meta = map[string]any{}
	}
	meta["notices"] = []map[string]string{{"severity": "error", "text": message}}
	frame.Schema["meta"] = meta
	text, err := json.Marshal(frame)
	if err != nil {
		return nil
	}
	return text
}
