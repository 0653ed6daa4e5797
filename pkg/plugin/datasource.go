package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
)

var (
	_ backend.QueryDataHandler      = (*Datasource)(nil)
	_ backend.CheckHealthHandler    = (*Datasource)(nil)
	_ backend.CallResourceHandler   = (*Datasource)(nil)
	_ backend.StreamHandler         = (*Datasource)(nil)
	_ instancemgmt.InstanceDisposer = (*Datasource)(nil)
)

// Datasource is one configured data source: it forwards to the collector and computes nothing.
type Datasource struct {
	// Nil when unusable is set.
	client *client
	// Why the settings cannot be used.
	unusable *fault
	live     liveTiming
}

// NewDatasource makes an instance from its settings without touching the network. Settings that cannot be used are not
// an error here, so that the health check and every query can name what to change.
func NewDatasource(ctx context.Context, source backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
	if len(source.JSONData) == 0 {
		// What Grafana has for a data source that was provisioned without; the SDK cannot read it.
		source.JSONData = json.RawMessage("{}")
	}
	checked, err := loadSettings(source)
	if err != nil {
		return &Datasource{unusable: settingsFault(err), live: defaultLiveTiming}, nil
	}
	made, err := newClient(ctx, source, checked)
	if err != nil {
		return &Datasource{unusable: settingsFault(fmt.Errorf("the TLS or proxy settings do not work: %w", err)), live: defaultLiveTiming}, nil
	}
	return &Datasource{client: made, live: defaultLiveTiming}, nil
}

// Dispose frees the connections of an instance whose settings have changed.
func (d *Datasource) Dispose() {
	if d.client != nil {
		d.client.close()
	}
}

func settingsFault(err error) *fault {
	return downstream(categoryConfig, http.StatusBadRequest,
		fmt.Sprintf("The data source settings cannot be used: %s.", err), err)
}
