package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// maxQueryAnswer bounds the memory that one request can take; gRPC itself stops at 2 GiB.
const maxQueryAnswer = 512 << 20

// QueryData forwards all queries of the request in one call and gives each its own answer or error. Hidden queries get
// neither. Never returns an error: a failure of the call is the failure of each query.
func (d *Datasource) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	response := backend.NewQueryDataResponse()
	var asked []string
	var bodies []json.RawMessage
	for _, query := range req.Queries {
		if isHidden(query) {
			continue
		}
		body, err := queryBody(query)
		if err != nil {
			response.Responses[query.RefID] = asFault(err).dataResponse()
			continue
		}
		asked = append(asked, query.RefID)
		bodies = append(bodies, body)
	}
	if len(asked) == 0 {
		return response, nil
	}
	results, err := d.runQueries(ctx, callerOf(req.PluginContext, isFromAlert(req)), bodies)
	for _, refID := range asked {
		if err != nil {
			response.Responses[refID] = asFault(err).dataResponse()
			logFault(ctx, "Query failed", err, "refId", refID)
			continue
		}
		response.Responses[refID] = d.dataResponse(ctx, refID, results)
	}
	return response, nil
}

// isFromAlert tells whether an alert rule asks. Grafana writes this header without the prefix of forwarded headers.
func isFromAlert(req *backend.QueryDataRequest) bool {
	return req.Headers[backend.FromAlertHeaderName] == "true"
}

// runQueries makes the one call and returns the results by refId. Errors are faults or bugs of this plugin.
func (d *Datasource) runQueries(ctx context.Context, who caller, bodies []json.RawMessage) (map[string]envelopeResult, error) {
	if d.unusable != nil {
		return nil, d.unusable
	}
	body, err := json.Marshal(map[string]any{"queries": bodies})
	if err != nil {
		return nil, err
	}
	got, err := d.client.do(ctx, call{
		method: http.MethodPost,
		path:   []string{"api", "v1", "query"},
		body:   body,
		accept: envelopeType,
		caller: who,
		limit:  maxQueryAnswer,
	})
	if err != nil {
		return nil, err
	}
	if got.status != http.StatusOK {
		return nil, d.client.answerFault(got)
	}
	switch found := mediaType(got.header); found {
	case envelopeType:
	case "application/json":
		return nil, malformed("it is application/json instead of "+envelopeType, nil)
	default:
		return nil, d.client.notServiceFault(fmt.Sprintf("it answered a query with content of type %q", found))
	}
	parsed, err := parseEnvelope(got.body)
	if err != nil {
		return nil, err
	}
	return byRefID(parsed)
}

func byRefID(parsed []envelopeResult) (map[string]envelopeResult, error) {
	results := make(map[string]envelopeResult, len(parsed))
	for _, result := range parsed {
		if _, seen := results[result.refID]; seen {
			return nil, malformed(fmt.Sprintf("it holds query %q twice", result.refID), nil)
		}
		results[result.refID] = result
	}
	return results, nil
}

// dataResponse is the answer to one query out of the results of all.
func (d *Datasource) dataResponse(ctx context.Context, refID string, results map[string]envelopeResult) backend.DataResponse {
	result, found := results[refID]
	if !found {
		return malformed(fmt.Sprintf("it holds no result for query %s", refID), nil).dataResponse()
	}
	if result.message != "" || result.status != http.StatusOK {
		return result.fault().dataResponse()
	}
	frames, err := decodeFrames(ctx, refID, result.frames)
	if err != nil {
		if ctx.Err() != nil {
			err = d.client.transportFault(ctx, err)
		}
		logFault(ctx, "Query failed", err, "refId", refID)
		return asFault(err).dataResponse()
	}
	return backend.DataResponse{Frames: frames, Status: backend.StatusOK}
}

// fault reports what the collector says went wrong with one query. Its own status and source are kept if they make sense.
func (r envelopeResult) fault() *fault {
	status, message := r.status, shorten(r.message)
	if status < 400 || status > 599 {
		status = http.StatusBadGateway
	}
	if message == "" {
		message = fmt.Sprintf("The collector failed with status %d and did not say why. Its log says more.", r.status)
	}
	failed := downstream(categoryRequest, status, message, nil)
	if source := backend.ErrorSource(r.errorSource); source.IsValid() {
		failed.source = source
	}
	return failed
}
