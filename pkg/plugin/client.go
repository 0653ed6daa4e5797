package plugin

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
)

// client talks to the one collector that the settings name.
type client struct {
	http *http.Client
	// Without a limit of time: what a stream may take is decided by whoever reads it.
	streaming *http.Client
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
	streaming := *made.http
	streaming.Timeout = 0
	made.streaming = &streaming
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
	response, err := c.send(ctx, c.http, request)
	if err != nil {
		return nil, err
	}
	defer closeBody(ctx, response.Body)
	return c.read(ctx, response, request.limit)
}

// open makes a call whose answer never ends by itself, and returns the body of one with status 200; any other is a fault.
func (c *client) open(ctx context.Context, request call) (io.ReadCloser, error) {
	response, err := c.send(ctx, c.streaming, request)
	if err != nil {
		return nil, err
	}
	found := mediaType(response.Header)
	if response.StatusCode == http.StatusOK && found == request.accept {
		return response.Body, nil
	}
	defer closeBody(ctx, response.Body)
	if response.StatusCode == http.StatusOK {
		return nil, c.notServiceFault(fmt.Sprintf("it answered with content of type %q", found))
	}
	got, err := c.read(ctx, response, request.limit)
	if err != nil {
		return nil, err
	}
	return nil, c.answerFault(got)
}

func (c *client) send(ctx context.Context, through *http.Client, request call) (*http.Response, error) {
	made, err := c.newRequest(ctx, request)
	if err != nil {
		return nil, err
	}
	response, err := through.Do(made)
	if err != nil {
		return nil, c.transportFault(ctx, err)
	}
	if location := response.Header.Get("Location"); location != "" && response.StatusCode >= 300 && response.StatusCode < 400 {
		closeBody(ctx, response.Body)
		return nil, redirectFault(made.URL, location)
	}
	return response, nil
}

func (c *client) read(ctx context.Context, response *http.Response, limit int64) (*answer, error) {
	body, err := io.ReadAll(httpclient.MaxBytesReader(response.Body, limit))
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
