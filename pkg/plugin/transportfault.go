package plugin

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"syscall"
)

// transportFault says why a request got no whole answer. The order matters: a cancelled or timed-out context shows up
// inside errors of every other kind.
func (c *client) transportFault(ctx context.Context, err error) *fault {
	host := c.baseURL.Host
	if errors.Is(ctx.Err(), context.Canceled) {
		return downstream(categoryCancelled, statusClientClosedRequest,
			"The request was cancelled before the collector answered (context canceled).", errors.Join(context.Canceled, err))
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return downstream(categoryTimeout, http.StatusGatewayTimeout,
			fmt.Sprintf("The collector at %s did not answer in the time that Grafana allows for this request. Narrow the time range or the query.", host), err)
	}
	if _, found := errors.AsType[*net.DNSError](err); found {
		return downstream(categoryDNS, http.StatusBadGateway,
			fmt.Sprintf("The host name %q cannot be resolved from Grafana's server. Check the URL in the data source settings.", c.baseURL.Hostname()), err)
	}
	if isTimeout(err) {
		return downstream(categoryTimeout, http.StatusGatewayTimeout,
			fmt.Sprintf("The collector at %s did not answer within %s. Check that it is reachable and not overloaded, or raise the timeout in the data source settings.", host, c.timeout), err)
	}
	if errors.Is(err, syscall.ECONNREFUSED) {
		return downstream(categoryRefused, http.StatusBadGateway,
			fmt.Sprintf("Nothing answers at %s: the connection was refused. Start the collector, or correct the port in the data source settings.", host), err)
	}
	if message, isTLS := tlsMessage(host, err); isTLS {
		return downstream(categoryTLS, http.StatusBadGateway, message, err)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) {
		return downstream(categoryNetwork, http.StatusBadGateway,
			fmt.Sprintf("The connection to %s was closed before the whole answer had arrived. If the collector serves TLS, the URL has to start with https://; otherwise see its log.", host), err)
	}
	return downstream(categoryNetwork, http.StatusBadGateway,
		fmt.Sprintf("The collector at %s cannot be reached from Grafana's server. Check the URL, the network and any proxy between them.", host), err)
}

// silentFault says that a stream is open and nothing comes, not even a sign of life.
func (c *client) silentFault(cause error) *fault {
	return downstream(categoryTimeout, http.StatusGatewayTimeout,
		fmt.Sprintf("Nothing comes from the collector at %s any more. Live updates go on once it answers again.", c.baseURL.Host), cause)
}

// endedFault says that the collector itself ended a stream, as it does when it stops.
func (c *client) endedFault() *fault {
	return downstream(categoryNotReady, http.StatusServiceUnavailable,
		fmt.Sprintf("The collector at %s is stopping or has restarted. Live updates go on once it answers again.", c.baseURL.Host), nil)
}

func isTimeout(err error) bool {
	netError, found := errors.AsType[net.Error](err)
	return (found && netError.Timeout()) || errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded)
}

// tlsMessage says what is wrong with the TLS connection, if that is what failed.
func tlsMessage(host string, err error) (string, bool) {
	_, notTLS := errors.AsType[tls.RecordHeaderError](err)
	if notTLS || errors.Is(err, http.ErrSchemeMismatch) {
		return fmt.Sprintf("The server at %s does not speak TLS. Use http:// in the URL, or the port that serves TLS.", host), true
	}
	if _, found := errors.AsType[x509.UnknownAuthorityError](err); found {
		return fmt.Sprintf("The certificate of %s is signed by an authority that Grafana does not know. Add its CA certificate in the data source settings.", host), true
	}
	if _, found := errors.AsType[x509.HostnameError](err); found {
		return fmt.Sprintf("The certificate of %s is for another host name. Correct the URL, or set the server name in the data source settings.", host), true
	}
	if invalid, found := errors.AsType[x509.CertificateInvalidError](err); found && invalid.Reason == x509.Expired {
		return fmt.Sprintf("The certificate of %s has expired or is not valid yet. Renew it, and check the clocks.", host), true
	}
	if opError, found := errors.AsType[*net.OpError](err); found && opError.Op == "remote error" {
		return fmt.Sprintf("The server at %s refused the TLS connection. Check the client certificate in the data source settings.", host), true
	}
	if _, found := errors.AsType[*tls.CertificateVerificationError](err); found {
		return fmt.Sprintf("The certificate of %s cannot be verified. Check the TLS settings of the data source.", host), true
	}
	return "", false
}

// redirectFault names only the host of the target: the rest may hold a login token.
func redirectFault(from *url.URL, location string) *fault {
	where := "elsewhere"
	if target, err := from.Parse(location); err == nil && target.Host != "" {
		where = fmt.Sprintf("to %s://%s", target.Scheme, target.Host)
	}
	return downstream(categoryConfig, http.StatusBadGateway,
		fmt.Sprintf("The server at %s redirects %s. Redirects are not followed, so that the API key stays here: set the URL of the data source to the collector's final address.", from.Host, where), nil)
}

func tooLargeFault(err error) *fault {
	return downstream(categoryProtocol, http.StatusBadGateway,
		"The answer of the collector is too large for Grafana. Narrow the time range or the query, or lower its limit.", err)
}
