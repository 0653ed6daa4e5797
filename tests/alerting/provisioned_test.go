package alerting

import (
	"encoding/json"
	"os"
	"testing"

	"gopkg.in/yaml.v3"
)

const (
	rulesFile    = "../../provisioning/alerting/claude-flow-rules.yaml"
	messagesFile = "../../provisioning/alerting/claude-flow.yaml"
	teamsFile    = "../../provisioning/optional/claude-flow-teams.yaml"
)

// dataItem is one query or expression of a rule.
type dataItem struct {
	RefID             string `yaml:"refId"`
	RelativeTimeRange struct {
		From, To int
	} `yaml:"relativeTimeRange"`
	DatasourceUID string         `yaml:"datasourceUid"`
	Model         map[string]any `yaml:"model"`
}

type rule struct {
	UID          string            `yaml:"uid"`
	Title        string            `yaml:"title"`
	Condition    string            `yaml:"condition"`
	Data         []dataItem        `yaml:"data"`
	NoDataState  string            `yaml:"noDataState"`
	ExecErrState string            `yaml:"execErrState"`
	Annotations  map[string]string `yaml:"annotations"`
	Labels       map[string]string `yaml:"labels"`
}

type contactPoint struct {
	Name      string `yaml:"name"`
	Receivers []struct {
		UID      string            `yaml:"uid"`
		Type     string            `yaml:"type"`
		Settings map[string]string `yaml:"settings"`
	} `yaml:"receivers"`
}

type alertingFile struct {
	ContactPoints []contactPoint `yaml:"contactPoints"`
	Templates     []struct {
		Name, Template string
	} `yaml:"templates"`
	Groups []struct {
		Rules []rule `yaml:"rules"`
	} `yaml:"groups"`
}

func readAlerting(t *testing.T, path string) alertingFile {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file alertingFile
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	return file
}

func provisionedRules(t *testing.T) []rule {
	t.Helper()
	var rules []rule
	for _, group := range readAlerting(t, rulesFile).Groups {
		rules = append(rules, group.Rules...)
	}
	if len(rules) == 0 {
		t.Fatal("no rules")
	}
	return rules
}

func asJSON(t *testing.T, value any) json.RawMessage {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
