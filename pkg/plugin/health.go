package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

const (
	serviceName = "claude-flow-performance"
	apiVersion  = 1
	// The documents of the health check are small; more than this is some other server.
	maxHealthAnswer = 1 << 20
)

// serviceInfo is what GET /api/v1/info answers.
type serviceInfo struct {
	Service string `json:"service"`
	Version string `json:"version"`
	API     int    `json:"api"`
	Demo    bool   `json:"demo"`
	Records struct {
		Tasks   int64 `json:"tasks"`
		Steps   int64 `json:"steps"`
		Samples int64 `json:"samples"`
	} `json:"records"`
}

// healthDetails go to whoever reads more than the message. Grafana shows verboseMessage below it.
type healthDetails struct {
	Category       category        `json:"category"`
	VerboseMessage string          `json:"verboseMessage,omitempty"`
	Progress       json.RawMessage `json:"progress,omitempty"`
	Info           *serviceInfo    `json:"collector,omitempty"`
}

// CheckHealth asks first whether the collector is ready, then whether the API key opens it, and names the first thing
// that is wrong. Never returns an error.
func (d *Datasource) CheckHealth(ctx context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	if d.unusable != nil {
		return unhealthy(d.unusable, healthDetails{})
	}
	who := callerOf(req.PluginContext, false)
	if err := d.checkReady(ctx, who); err != nil {
		logFault(ctx, "Health check failed", err)
		found := asFault(err)
		details := healthDetails{}
		if found.category == categoryNotReady {
			details.Progress = d.progress(ctx, who)
		}
		return unhealthy(found, details)
	}
	info, err := d.checkInfo(ctx, who)
	if err != nil {
		logFault(ctx, "Health check failed", err)
		return unhealthy(asFault(err), healthDetails{})
	}
	return healthy(info)
}

func (d *Datasource) get(ctx context.Context, who caller, path ...string) (*answer, error) {
	return d.client.do(ctx, call{method: http.MethodGet, path: path, accept: "application/json", caller: who, limit: maxHealthAnswer})
}

// checkReady probes /readyz, which is public.
func (d *Datasource) checkReady(ctx context.Context, who caller) error {
	got, err := d.get(ctx, who, "readyz")
	if err != nil {
		return err
	}
	var state struct {
		Status string `json:"status"`
		Reason string `json:"reason"`
	}
	readable := json.Unmarshal(got.body, &state) == nil
	switch {
	case got.status == http.StatusOK && readable && state.Status == "ready":
		return nil
	case got.status == http.StatusServiceUnavailable && readable && state.Status != "":
		message := fmt.Sprintf("The collector is not ready: it is %s.", shorten(state.Status))
		if state.Reason != "" {
			message = fmt.Sprintf("The collector is not ready: it is %s (%s).", shorten(state.Status), shorten(state.Reason))
		}
		return downstream(categoryNotReady, http.StatusServiceUnavailable, message+" Test again in a moment.", nil)
	case got.status == http.StatusOK || got.status == http.StatusNotFound:
		return d.client.notServiceFault("its /readyz does not answer like the collector's")
	}
	return d.client.answerFault(got)
}

// progress is how far a starting collector is, or nil when it does not say.
func (d *Datasource) progress(ctx context.Context, who caller) json.RawMessage {
	got, err := d.get(ctx, who, "api", "v1", "health")
	if err != nil {
		logFault(ctx, "Asking for the progress of the collector failed", err)
		return nil
	}
	var state struct {
		Progress json.RawMessage `json:"progress"`
	}
	if err := json.Unmarshal(got.body, &state); err != nil || string(state.Progress) == "null" {
		return nil
	}
	return state.Progress
}

// checkInfo probes the API with the key and finds out what answers.
func (d *Datasource) checkInfo(ctx context.Context, who caller) (*serviceInfo, error) {
	got, err := d.get(ctx, who, "api", "v1", "info")
	if err != nil {
		return nil, err
	}
	if got.status != http.StatusOK && got.status != http.StatusNotFound {
		return nil, d.client.answerFault(got)
	}
	var info serviceInfo
	if err := json.Unmarshal(got.body, &info); err != nil || got.status != http.StatusOK || info.Service != serviceName {
		return nil, d.client.notServiceFault("its /api/v1/info does not answer like the collector's")
	}
	if info.API != apiVersion {
		return nil, downstream(categoryVersion, http.StatusBadGateway,
			fmt.Sprintf("The collector %s speaks version %d of the API and this plugin speaks version %d. Update the older of the two.", info.Version, info.API, apiVersion), nil)
	}
	return &info, nil
}

func healthy(info *serviceInfo) (*backend.CheckHealthResult, error) {
	kind := categoryOK
	message := fmt.Sprintf("Connected to collector %s: %d tasks, %d tool calls and model requests, %d samples.", info.Version, info.Records.Tasks, info.Records.Steps, info.Records.Samples)
	if info.Records.Tasks == 0 && info.Records.Steps == 0 && info.Records.Samples == 0 {
		kind = categoryEmpty
		message = fmt.Sprintf("Connected to collector %s, which has not received anything yet. Send it OpenTelemetry at /v1/metrics and /v1/logs, or start it with --claude-flow and the folder of a project.", info.Version)
	}
	if info.Demo {
		message += " It contains demo data."
	}
	return healthResult(backend.HealthStatusOk, message, healthDetails{Category: kind, Info: info})
}

func unhealthy(found *fault, details healthDetails) (*backend.CheckHealthResult, error) {
	message := found.message
	if len(details.Progress) > 0 {
		message += " Progress: " + shorten(string(details.Progress)) + "."
	}
	details.Category = found.category
	if found.cause != nil {
		details.VerboseMessage = shorten(found.cause.Error())
	}
	return healthResult(backend.HealthStatusError, message, details)
}

func healthResult(status backend.HealthStatus, message string, details healthDetails) (*backend.CheckHealthResult, error) {
	encoded, err := json.Marshal(details)
	if err != nil {
		return nil, backend.PluginError(fmt.Errorf("encode the details of the health check: %w", err))
	}
	return &backend.CheckHealthResult{Status: status, Message: message, JSONDetails: encoded}, nil
}
