package plugin

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// isHidden tells whether the user switched the query off; alert rules and old dashboards still send such queries.
func isHidden(query backend.DataQuery) bool {
	var model struct {
		Hide bool `json:"hide"`
	}
	return json.Unmarshal(query.JSON, &model) == nil && model.Hide
}

// queryBody is the model of one query as saved, with what Grafana decided for this request put over it: refId,
// intervalMs, maxDataPoints, and from and to in epoch milliseconds.
func queryBody(query backend.DataQuery) (json.RawMessage, error) {
	var saved map[string]json.RawMessage
	if err := json.Unmarshal(query.JSON, &saved); err != nil {
		return nil, downstream(categoryRequest, http.StatusBadRequest,
			fmt.Sprintf("The model of query %s is not a JSON object. Open the query in the editor and save it again.", query.RefID), err)
	}
	model := make(map[string]any, len(saved)+5)
	for name, value := range saved {
		model[name] = value
	}
	model["refId"] = query.RefID
	model["from"] = query.TimeRange.From.UnixMilli()
	model["to"] = query.TimeRange.To.UnixMilli()
	setPositive(model, "intervalMs", query.Interval.Milliseconds())
	setPositive(model, "maxDataPoints", query.MaxDataPoints)
	return json.Marshal(model)
}

// setPositive sets a field that the collector takes only when it is positive; otherwise the collector's default holds.
func setPositive(model map[string]any, name string, value int64) {
	if value > 0 {
		model[name] = value
	} else {
		delete(model, name)
	}
}
