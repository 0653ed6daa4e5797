package plugin

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
)

// client talks to the one collector that the settings name.
type client struct {
	http      *http.Client
	transport *http.Transport
	baseURL   *url.URL
	apiKey    string
	timeout   time.Duration
}

// newClient makes the HTTP client of an instance: TLS, proxies, basic authentication and custom headers come from the
// data source's HTTP settings through the SDK.
func newClient(ctx context.Context, source backend.DataSourceInstanceSettings, checked *settings) (*client, error) {
	options, err := source.HTTPClientOptions(ctx)
	if err != nil {
		return nil, err
	}
	made := &client{baseURL: checked.baseURL, apiKey: checked.apiKey, timeout: checked.timeout}
	options.Timeouts.Timeout = checked.timeout
	options.ForwardHTTPHeaders = false
	// The SDK wraps the transport, and its wrappers do not pass CloseIdleConnections on.
	options.ConfigureTransport = func(_ httpclient.Options, transport *http.Transport) { made.transport = transport }
	options.ConfigureClient = func(_ httpclient.Options, plain *http.Client) { plain.CheckRedirect = followNone }
	made.http, err = httpclient.New(options)
	if err != nil {
		return nil, err
	}
	return made, nil
}

// followNone keeps the API key from going wherever a redirect points; the answer is reported instead.
func followNone(*http.Request, []*http.Request) error {
	return http.ErrUseLastResponse
}

func (c *client) close() {
	c.transport.CloseIdleConnections()
}

// call is one request to the collector.
type call struct {
	method string
	// Path below the base URL: segments, each percent-encoded.
	path   []string
	query  string
	body   []byte
	accept string
	caller caller
	// Largest answer to read, in bytes.
	limit int64
}

// answer is what came back, whatever its status, except for redirects, which are faults.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// do makes the call. Failures of the network and cut-off or over-long answers are faults.
func (c *client) do(ctx context.Context, request call) (*answer, error) {
	made, err := c.newRequest(ctx, request)
	if err != nil {
		return nil, err
	}
	response, err := c.http.Do(made)
	if err != nil {
		return nil, c.transportFault(ctx, err)
	}
	defer closeBody(ctx, response.Body)
	if location := response.Header.Get("Location"); location != "" && response.StatusCode >= 300 && response.StatusCode < 400 {
		return nil, redirectFault(made.URL, location)
	}
	body, err := io.ReadAll(httpclient.MaxBytesReader(response.Body, request.limit))
	if errors.Is(err, httpclient.ErrResponseBodyTooLarge) {
		return nil, tooLargeFault(err)
	}
	if err != nil {
		return nil, c.transportFault(ctx, err)
	}
	return &answer{status: response.StatusCode, header: response.Header, body: body}, nil
}

func (c *client) newRequest(ctx context.Context, request call) (*http.Request, error) {
	target := c.baseURL.JoinPath(request.path...)
	target.RawQuery = request.query
	made, err := http.NewRequestWithContext(ctx, request.method, target.String(), bytes.NewReader(request.body))
	if err != nil {
		return nil, err
	}
	if request.method == http.MethodPost {
		made.Header.Set("Content-Type", "application/json")
		// No call changes anything in the collector. With this key, which is not sent when it has no value, net/http asks
		// again when a kept-alive connection was closed by the other side just as it was used.
		made.Header["Idempotency-Key"] = nil
	}
	made.Header.Set("Accept", request.accept)
	if c.apiKey != "" {
		made.Header.Set("Authorization", "Bearer "+c.apiKey)
	}
	request.caller.setHeaders(made.Header)
	return made, nil
}

func closeBody(ctx context.Context, body io.Closer) {
	if err := body.Close(); err != nil {
		backend.Logger.FromContext(ctx).Debug("Closing an answer of the collector failed", "error", err)
	}
}
