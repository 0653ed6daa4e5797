package alerting

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"claudeflow-performance-app/pkg/plugin"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// numbers are what Grafana's expressions read of a numeric frame: one number a label set.
type numbers map[string]float64

// grafana is as much of Grafana as a rule meets: the plugin's backend, and the expressions on what it answers.
type grafana struct {
	source *plugin.Datasource
}

func newGrafana(t *testing.T, url string) grafana {
	t.Helper()
	made, err := plugin.NewDatasource(t.Context(), backend.DataSourceInstanceSettings{
		UID: "claude-flow", Type: "claudeflow-performance-datasource", URL: url, JSONData: json.RawMessage(`{"timeoutSeconds": 30}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	source, isOurs := made.(*plugin.Datasource)
	if !isOurs {
		t.Fatalf("NewDatasource returned a %T", made)
	}
	t.Cleanup(source.Dispose)
	return grafana{source}
}

// firing names the label sets for which a rule's condition holds at an instant. An error is that of a query; whatever Grafana
// could not read fails the test.
func (g grafana) firing(t *testing.T, r rule, at time.Time) ([]string, error) {
	t.Helper()
	known := map[string]numbers{}
	for _, item := range r.Data {
		if item.DatasourceUID != "__expr__" {
			found, err := g.ask(t, r, item, at)
			if err != nil {
				return nil, err
			}
			known[item.RefID] = found
			continue
		}
		expression, _ := item.Model["expression"].(string)
		if item.Model["type"] == "math" {
			known[item.RefID] = calculate(t, expression, known)
			continue
		}
		var condition struct {
			Conditions []struct {
				Evaluator struct {
					Type   string
					Params []float64
				}
			}
		}
		if err := json.Unmarshal(asJSON(t, item.Model), &condition); err != nil {
			t.Fatal(err)
		}
		evaluator := condition.Conditions[0].Evaluator
		var names []string
		for name, value := range known[expression] {
			if (evaluator.Type == "gt" && value > evaluator.Params[0]) || (evaluator.Type == "lt" && value < evaluator.Params[0]) {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		return names, nil
	}
	t.Fatalf("%s has no condition", r.UID)
	return nil, nil
}

// ask runs one query as the alert scheduler does, and checks what it makes of the answer.
func (g grafana) ask(t *testing.T, r rule, item dataItem, at time.Time) (numbers, error) {
	t.Helper()
	response, err := g.source.QueryData(t.Context(), &backend.QueryDataRequest{
		Headers: map[string]string{"FromAlert": "true"},
		Queries: []backend.DataQuery{{
			RefID: item.RefID,
			JSON:  asJSON(t, item.Model),
			TimeRange: backend.TimeRange{
				From: at.Add(-time.Duration(item.RelativeTimeRange.From) * time.Second),
				To:   at.Add(-time.Duration(item.RelativeTimeRange.To) * time.Second),
			},
			Interval:      15 * time.Second,
			MaxDataPoints: 500,
		}},
	})
	if err != nil {
		return nil, err
	}
	answer := response.Responses[item.RefID]
	if answer.Error != nil {
		return nil, answer.Error
	}
	if len(answer.Frames) != 1 {
		t.Fatalf("%s %s: %d frames", r.UID, item.RefID, len(answer.Frames))
	}
	return readNumbers(t, r.UID, answer.Frames[0]), nil
}

// readNumbers reads a numeric-long frame; anything that Grafana would refuse fails the test.
func readNumbers(t *testing.T, uid string, frame *data.Frame) numbers {
	t.Helper()
	if frame.Meta == nil || frame.Meta.Type != data.FrameTypeNumericLong || frame.Meta.TypeVersion != (data.FrameTypeVersion{0, 1}) {
		t.Fatalf("%s: meta %+v", uid, frame.Meta)
	}
	if _, err := frame.MarshalArrow(); err != nil {
		t.Fatalf("%s: Grafana would not get it: %v", uid, err)
	}
	found := numbers{}
	values := slices.IndexFunc(frame.Fields, func(field *data.Field) bool { return field.Type().Numeric() })
	if values < 0 {
		t.Fatalf("%s: a frame without a number is no data to Grafana", uid)
	}
	for row := range frame.Rows() {
		var labels []string
		for index, field := range frame.Fields {
			if index == values {
				continue
			}
			if field.Type().NonNullableType() != data.FieldTypeString {
				t.Fatalf("%s: field %s is neither label nor number", uid, field.Name)
			}
			text, _ := field.ConcreteAt(row)
			labels = append(labels, fmt.Sprintf("%s=%v", field.Name, text))
		}
		name := strings.Join(labels, ",")
		if _, isThere := found[name]; isThere {
			t.Fatalf("%s: two numbers of %s", uid, name)
		}
		value, err := frame.Fields[values].NullableFloatAt(row)
		if err != nil {
			t.Fatalf("%s: %v", uid, err)
		}
		if value != nil {
			if math.IsNaN(*value) || math.IsInf(*value, 0) {
				t.Errorf("%s: %s is %v", uid, name, *value)
			}
			found[name] = *value
		}
	}
	return found
}

// calculate is Grafana's math on numbers of equal labels; a label set that one side lacks has no result.
func calculate(t *testing.T, expression string, known map[string]numbers) numbers {
	t.Helper()
	tree, err := parser.ParseExpr(strings.ReplaceAll(expression, "$", ""))
	if err != nil {
		t.Fatal(err)
	}
	names := slices.Collect(maps.Keys(known["A"]))
	result := numbers{}
	for _, name := range names {
		if value, isThere := resolve(t, tree, known, name); isThere {
			result[name] = value
		}
	}
	return result
}

func resolve(t *testing.T, node ast.Expr, known map[string]numbers, name string) (float64, bool) {
	t.Helper()
	switch node := node.(type) {
	case *ast.ParenExpr:
		return resolve(t, node.X, known, name)
	case *ast.BasicLit:
		value, err := strconv.ParseFloat(node.Value, 64)
		return value, err == nil
	case *ast.Ident:
		value, isThere := known[node.Name][name]
		return value, isThere
	case *ast.BinaryExpr:
		left, hasLeft := resolve(t, node.X, known, name)
		right, hasRight := resolve(t, node.Y, known, name)
		return apply(t, node.Op, left, right), hasLeft && hasRight
	}
	t.Fatalf("the test does not know %T", node)
	return 0, false
}

func apply(t *testing.T, operator token.Token, left, right float64) float64 {
	t.Helper()
	switch operator {
	case token.ADD:
		return left + right
	case token.MUL:
		return left * right
	case token.GEQ:
		if left >= right {
			return 1
		}
		return 0
	}
	t.Fatalf("the test does not know %s", operator)
	return 0
}
