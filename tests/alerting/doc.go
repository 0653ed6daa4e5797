// Package alerting tests the way of an alert: a provisioned rule's queries through the data source backend to a running
// collector, the evaluation that Grafana makes of them, and the messages that Grafana's own alerting module sends. It is a
// module of its own, so that the plugin does not depend on that module.
package alerting
