package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

const (
	maxResourceBody   = 5 << 20
	maxResourceAnswer = 128 << 20
)

// passedHeaders are those of the collector's answer that reach the browser. Cookies and what concerns only the connection
// to the collector do not.
var passedHeaders = []string{"Content-Type", "Content-Disposition", "Content-Language", "Cache-Control", "Retry-After"}

// CallResource passes a request of a page on to the collector, if it is one of the known routes. Failures are answered as
// problem documents; the error returned is that of the sender.
func (d *Datasource) CallResource(ctx context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	got, err := d.callRoute(ctx, req)
	if err != nil {
		logFault(ctx, "Resource call failed", err, "path", req.Path)
		return sendProblem(ctx, sender, asFault(err))
	}
	headers := http.Header{"Content-Type": {"application/octet-stream"}}
	for _, name := range passedHeaders {
		if values := got.header.Values(name); len(values) > 0 {
			headers[name] = values
		}
	}
	return send(sender, got.status, headers, got.body)
}

func (d *Datasource) callRoute(ctx context.Context, req *backend.CallResourceRequest) (*answer, error) {
	found, segments, allowed := findRoute(req.Method, req.Path)
	switch {
	case found == nil && len(allowed) > 0:
		return nil, badRequest(http.StatusMethodNotAllowed, "This resource takes "+strings.Join(allowed, " or ")+" only.")
	case found == nil:
		return nil, badRequest(http.StatusNotFound, "The data source has no such resource.")
	case len(req.Body) > maxResourceBody:
		return nil, badRequest(http.StatusRequestEntityTooLarge, fmt.Sprintf("The request is larger than %d MiB.", maxResourceBody>>20))
	case d.unusable != nil:
		return nil, d.unusable
	}
	query, err := cleanQuery(req.URL)
	if err != nil {
		return nil, err
	}
	request := call{
		method: found.method,
		path:   segments,
		query:  query,
		accept: found.accept,
		caller: callerOf(req.PluginContext, false),
		limit:  maxResourceAnswer,
	}
	if found.method == http.MethodPost {
		request.body = req.Body
	}
	got, err := d.client.do(ctx, request)
	if err != nil {
		return nil, err
	}
	if got.status == http.StatusUnauthorized {
		// To the browser a 401 would mean that its own session with Grafana has ended.
		refused := d.client.answerFault(got)
		refused.status = http.StatusBadGateway
		return nil, refused
	}
	return got, nil
}

// cleanQuery returns the query string of a request, encoded anew: whatever it holds, it stays a query string.
func cleanQuery(requestURL string) (string, error) {
	_, raw, _ := strings.Cut(requestURL, "?")
	values, err := url.ParseQuery(raw)
	if err != nil {
		return "", badRequest(http.StatusBadRequest, "The query string of the request is not valid.")
	}
	return values.Encode(), nil
}

// badRequest is a fault of whoever called the resource, which is neither the collector's nor a bug.
func badRequest(status int, message string) *fault {
	return downstream(categoryRequest, status, message, nil)
}

// problemDocument is RFC 9457 with the code of the collector's own problems.
type problemDocument struct {
	Type   string   `json:"type"`
	Title  string   `json:"title"`
	Status int      `json:"status"`
	Detail string   `json:"detail"`
	Code   category `json:"code"`
}

func sendProblem(ctx context.Context, sender backend.CallResourceResponseSender, found *fault) error {
	if err := backend.WithErrorSource(ctx, found.source); err != nil {
		backend.Logger.FromContext(ctx).Debug("The error source of a resource call was not recorded", "error", err)
	}
	title := http.StatusText(found.status)
	if title == "" {
		title = "Request cancelled"
	}
	body, err := json.Marshal(problemDocument{Type: "about:blank", Title: title, Status: found.status, Detail: found.message, Code: found.category})
	if err != nil {
		return backend.PluginError(fmt.Errorf("encode a problem document: %w", err))
	}
	return send(sender, found.status, http.Header{"Content-Type": {"application/problem+json"}}, body)
}

// send answers in one message. The browser must take the body for nothing but what the header says, and run no script of
// a report that is opened by itself.
func send(sender backend.CallResourceResponseSender, status int, headers http.Header, body []byte) error {
	headers.Set("X-Content-Type-Options", "nosniff")
	headers.Set("Content-Security-Policy", "sandbox")
	return sender.Send(&backend.CallResourceResponse{Status: status, Headers: headers, Body: body})
}
