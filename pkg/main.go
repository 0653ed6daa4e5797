// Command gpx_claudeflow_performance is the backend of the Claude-Flow Performance data source.
package main

import (
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"claudeflow-performance-app/pkg/plugin"
)

// The id of the nested data source, written out: the build puts the id of the app into main.pluginID.
const datasourceID = "claudeflow-performance-datasource"

func main() {
	if err := datasource.Manage(datasourceID, plugin.NewDatasource, datasource.ManageOpts{}); err != nil {
		log.DefaultLogger.Error("The data source backend stopped", "error", err)
		os.Exit(1)
	}
}
