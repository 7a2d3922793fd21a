package scenarios

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"grapevine/scenarios/tree"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("scenario.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("scenario.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func instance(t *testing.T, text []byte) any {
	t.Helper()
	root, faults := tree.Parse(&tree.Source{Name: "x", Text: text})
	if faults != nil {
		t.Fatal(faults)
	}
	data, err := json.Marshal(root.Plain())
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Editors accept what the program accepts: every preset, as it is shipped and
// as it is written out.
func TestSchemaAcceptsPresets(t *testing.T) {
	s := schema(t)
	for _, name := range presetNames() {
		text, _ := preset(name)
		if err := s.Validate(instance(t, text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := s.Validate(instance(t, load1(t, name).Resolved())); err != nil {
			t.Errorf("%s, written out: %v", name, err)
		}
	}
	for _, name := range onShelf("strategies") {
		text, _ := block(name)
		if err := s.Validate(instance(t, text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// They refuse what it refuses, where that shows in a single key.
func TestSchemaRefuses(t *testing.T) {
	s := schema(t)
	for _, text := range []string{
		"replicats = 3", "customers = 0", "customers = 1.5", "title = 3", "[talk]\nrat = 1", "[talk]\nkernel = \"never\"",
		"[talk]\npersuasion = { friends = 2 }", "[network.friends]\nkind = \"wats\"", "[network.friends]\nmean_degree = 3",
		"[network.friends]\nkind = \"barabasi-albert\"\nrewire = 0.1", "[rates]\nnotice = -1", "[rates]\nleave = 1",
		"[rates]\nnotice = \"often\"", "[[strategy]]\nabout = \"nameless\"", "[[strategy]]\nname = \"a\"\n[strategy.network.x]",
		"[objective]\nmaximise = \"proffit\"", "step = \"fortnight\"",
	} {
		if s.Validate(instance(t, []byte(text))) == nil {
			t.Errorf("accepted: %s", text)
		}
		if _, err := LoadBytes("x.toml", []byte(text), nil); err == nil {
			t.Errorf("loaded: %s", text)
		}
	}
	for _, text := range []string{
		"step = 0.5", "journey = [\"unaware\", \"customer\"]", "[rates]\nnotice = \"0.03/year\"\n[product]\nquality = \"70%\"",
		"[advertising]\nrate = 0.1\n[advertising.spring]\nrate = 0.2\nfrom = \"6 weeks\"", "[[strategy]]\nname = \"a\"\nuse = \"brand-advocacy\"\nadvertising = false\n[network.followers]\nkind = \"barabasi-albert\"",
	} {
		if err := s.Validate(instance(t, []byte(text))); err != nil {
			t.Errorf("refused: %s: %v", text, err)
		}
		if _, err := LoadBytes("x.toml", []byte(text), nil); err != nil {
			t.Errorf("not loaded: %s: %v", text, err)
		}
	}
}

// A careless file is refused by both.
func TestSchemaRefusesFaults(t *testing.T) {
	s := schema(t)
	text, err := os.ReadFile(filepath.Join("testdata", "faults", "everything.toml"))
	if err != nil {
		t.Fatal(err)
	}
	if s.Validate(instance(t, bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("nan"), []byte("7")), []byte("inf"), []byte("-7")))) == nil {
		t.Error("accepted")
	}
}
