package plugin

import (
	"errors"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// category says in one word what went wrong; the health check and problem documents carry it as a stable code.
type category string

const (
	categoryOK         category = "ok"
	categoryEmpty      category = "empty"
	categoryConfig     category = "config"
	categoryDNS        category = "dns"
	categoryRefused    category = "refused"
	categoryNetwork    category = "network"
	categoryTimeout    category = "timeout"
	categoryTLS        category = "tls"
	categoryAuth       category = "auth"
	categoryVersion    category = "version"
	categoryNotReady   category = "not_ready"
	categoryNotService category = "not_service"
	categoryServer     category = "server"
	categoryRequest    category = "request"
	categoryProtocol   category = "protocol"
	categoryCancelled  category = "cancelled"
	categoryInternal   category = "internal"
)

// statusClientClosedRequest is what Grafana answers when the caller went away (nginx's 499; net/http has no name for it).
const statusClientClosedRequest = 499

// fault is a failure with everything that the edges need to report it.
type fault struct {
	category category
	// HTTP status that a query or a resource call answers with.
	status int
	source backend.ErrorSource
	// A sentence that a person can act on. Holds no secrets and nothing of a stack.
	message string
	cause   error
}

func (f *fault) Error() string { return f.message }

func (f *fault) Unwrap() error { return f.cause }

func downstream(kind category, status int, message string, cause error) *fault {
	return &fault{category: kind, status: status, source: backend.ErrorSourceDownstream, message: message, cause: cause}
}

// asFault finds the fault in err. An error that nobody classified is a bug of this plugin and is reported as one.
func asFault(err error) *fault {
	if found, ok := errors.AsType[*fault](err); ok {
		return found
	}
	return &fault{
		category: categoryInternal,
		status:   http.StatusInternalServerError,
		source:   backend.ErrorSourcePlugin,
		message:  "The data source failed inside the plugin. Please report it together with the plugin's log of that moment.",
		cause:    err,
	}
}

// dataResponse reports the fault as the answer to one query.
func (f *fault) dataResponse() backend.DataResponse {
	return backend.DataResponse{Error: f, Status: backend.Status(f.status), ErrorSource: f.source}
}
