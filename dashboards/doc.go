// Package dashboards holds what people watch a centre with: Grafana dashboards
// (*.json), Prometheus recording and alerting rules (*.rules.yml) and their
// tests (*.test.yml, run by promtool). It has no code; its Go tests keep the
// files true to the metrics that the other packages really export.
//
// Prometheus reads the rules by deploy/prometheus.yml, Grafana finds the data
// source and this folder by deploy/grafana.
package dashboards
