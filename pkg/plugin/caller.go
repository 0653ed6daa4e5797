package plugin

import (
	"net/http"
	"strconv"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"golang.org/x/net/http/httpguts"
)

// caller is on whose behalf a request is made: all that the collector learns of the person or rule behind it.
type caller struct {
	orgID     int64
	login     string
	fromAlert bool
}

func callerOf(plugin backend.PluginContext, fromAlert bool) caller {
	who := caller{
		orgID:     plugin.OrgID, //nolint:staticcheck // The collector's tenants are Grafana's organisations, by number.
		fromAlert: fromAlert,
	}
	if plugin.User != nil {
		who.login = plugin.User.Login
	}
	return who
}

// setHeaders writes the caller into header. A login that HTTP cannot carry is left out rather than changed.
func (c caller) setHeaders(header http.Header) {
	if c.orgID != 0 {
		header.Set("X-Grafana-Org-Id", strconv.FormatInt(c.orgID, 10))
	}
	if c.login != "" && httpguts.ValidHeaderFieldValue(c.login) {
		header.Set("X-Grafana-User", c.login)
	}
	if c.fromAlert {
		header.Set("X-Grafana-From-Alert", "true")
	}
}
