package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// logFault writes the technical cause of a failure. What others cause is for the debug level, since the person who asked
// gets it as a message; a bug of this plugin is an error.
func logFault(ctx context.Context, what string, err error, about ...any) {
	found := asFault(err)
	logger := backend.Logger.FromContext(ctx)
	about = append(about, "category", found.category, "status", found.status, "message", found.message, "cause", found.cause)
	if found.source == backend.ErrorSourcePlugin {
		logger.Error(what, about...)
		return
	}
	logger.Debug(what, about...)
}
