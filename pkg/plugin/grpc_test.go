package plugin

import (
	"net/http"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/experimental/datasourcetest"
)

// The way that Grafana goes: over gRPC, through the SDK's instance management and middleware.
func TestOverGRPC(t *testing.T) {
	var calls []seen
	server := serve(t, record(t, &calls, serveEnvelope(t,
		answered("A", arrowFile(t, errorRates())), result{RefID: "B", Status: 400, Error: "unknown metric", ErrorSource: "downstream"})))
	plugin, err := datasourcetest.Manage(NewDatasource, datasourcetest.ManageOpts{Address: strings.TrimPrefix(closedPort(t), "http://")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := plugin.Shutdown(); err != nil {
			t.Error(err)
		}
	})
	source := instanceSettings(server.URL, `{}`)
	source.ID = 1
	response, err := plugin.Client.QueryData(t.Context(), &backend.QueryDataRequest{
		PluginContext: backend.PluginContext{OrgID: 7, DataSourceInstanceSettings: &source},
		Headers:       map[string]string{"FromAlert": "true", "Cookie": "grafana_session=1", "Authorization": "Bearer user", "http_X-Rule-Name": "r"},
		Queries:       []backend.DataQuery{dataQuery("A", `{"instant": true}`), dataQuery("B", `{}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if a := response.Responses["A"]; a.Error != nil || len(a.Frames) != 1 || a.Frames[0].RefID != "A" || a.Frames[0].Rows() != 2 {
		t.Errorf("A: %+v", a)
	}
	if b := response.Responses["B"]; b.Error == nil || b.Error.Error() != "unknown metric" || b.Status != 400 || b.ErrorSource != backend.ErrorSourceDownstream {
		t.Errorf("B: %+v", b)
	}
	if len(calls) != 1 {
		t.Fatalf("%d calls", len(calls))
	}
	for name, want := range map[string]string{
		"X-Grafana-From-Alert": "true", "X-Grafana-Org-Id": "7", "Authorization": "Bearer " + testKey, "Cookie": "", "X-Rule-Name": "",
	} {
		if got := calls[0].header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	health, err := plugin.Client.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: backend.PluginContext{DataSourceInstanceSettings: &source}})
	if err != nil || healthCategory(t, health) != categoryNotService {
		t.Errorf("health: %+v, %v", health, err)
	}
	err = plugin.Client.CallResource(t.Context(), &backend.CallResourceRequest{
		PluginContext: backend.PluginContext{DataSourceInstanceSettings: &source}, Method: http.MethodGet, Path: "keys", URL: "keys",
	}, backend.CallResourceResponseSenderFunc(func(got *backend.CallResourceResponse) error {
		if got.Status != 404 {
			t.Errorf("resource: %d", got.Status)
		}
		return nil
	}))
	if err != nil {
		t.Error(err)
	}
}
