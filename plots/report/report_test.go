package report

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"grapevine/sim/results"
)

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func folder(t *testing.T) (string, results.Manifest) {
	t.Helper()
	dir := t.TempDir()
	a := Answer{
		Title: `<script>alert("x")</script> & sons`, Question: "Which?", Badge: "illustrative: 1 of 2 values are defaults", Runs: "3 runs",
		Winner: "b<b>", Decisive: true, Sentences: []string{"Best bet: b<b>, decisive.", "And more."},
		Standings: Grid{{"strategy", "profit"}, {"a", "1"}, {"b<b>", "2"}},
	}
	write(t, dir, AnswerFile, string(a.JSON()))
	write(t, dir, "scenario.toml", "title = \"x\"\n[talk]\npersuasion.friends = 0.04  # source: Goldenberg 2001\nrate = 3  # illustrative\n[product]\nprice = 40\n[[segment]]\nname = \"loud\"\ntalk_by_ties = 0  # default; source: Hinz 2011; 0 is off\nshare = 0.2\n[[strategy]]\nname = \"a\"\n[strategy.product]\nprice = 40\n")
	return dir, results.Manifest{Command: "grapevine run x.toml", Seed: 7, Replicates: 3, Values: 2, Illustrative: 1, Inputs: map[string]string{"scenario": "abc123"}}
}

// The page holds the answer, the standings, what is assumed with its source and
// how to get the same again; it asks nothing of a network.
func TestPage(t *testing.T) {
	dir, m := folder(t)
	page, err := From(dir, m)
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	for _, want := range []string{"Best bet: b&lt;b&gt;, decisive.", "And more.", "Which?", "grapevine run x.toml", "abc123", "Goldenberg 2001: <code>talk.persuasion.friends = 0.04</code>", "<code>product.price = 40</code>", "<code>segment.loud.share = 0.2</code>", `<tr class="best"><td><span>b&lt;b&gt;</span></td>`} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
	for _, never := range []string{"<script", "http://", "https://", "src=", "rate = 3", "Hinz", "strategy.a.product"} {
		if strings.Contains(strings.ReplaceAll(text, "http://www.w3.org", ""), never) {
			t.Errorf("the page holds %q", never)
		}
	}
}

// What differs from the preset is told once: where the whole market has another
// value, not for each strategy again; and what a strategy is called, or how much
// is run, is no assumption.
func TestCompare(t *testing.T) {
	before := `weeks = 104  # weeks; preset
seed = 1

[product]
price = 40  # money; preset; illustrative
unit_cost = 18

[[strategy]]
name = "plain"
about = "As it is."

[[strategy]]
name = "loud"
about = "More of it."

[strategy.product]
unit_cost = 18

[strategy.advertising]
rate = 0.1
gone = 1
`
	after := strings.NewReplacer("seed = 1", "seed = 2", "unit_cost = 18", "unit_cost = 24", "rate = 0.1", "rate = 0.2", "gone = 1", "come = 2", "More", "Less", "weeks = 104", "weeks = 52").Replace(before)
	got := Compare(before, after)
	want := []Change{
		{"weeks", "104", "52"}, {"product.unit_cost", "18", "24"}, {"strategy.loud.advertising.rate", "0.1", "0.2"},
		{"strategy.loud.advertising.come", "", "2"}, {"strategy.loud.advertising.gone", "1", ""},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if same := Compare(before, before); len(same) > 0 {
		t.Errorf("a scenario differs from itself: %q", same)
	}
}

// Names of strategies and titles are text, whatever they hold.
func TestNamesAreEscaped(t *testing.T) {
	dir, m := folder(t)
	page, err := From(dir, m)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(page), `alert("x")`) || !strings.Contains(string(page), "&lt;script&gt;") {
		t.Error("the title is not escaped")
	}
}

// A folder of before, without an answer, is told what to do.
func TestWithoutAnswer(t *testing.T) {
	if _, err := From(t.TempDir(), results.Manifest{}); err == nil || !strings.Contains(err.Error(), "run the scenario again") {
		t.Errorf("got %v", err)
	}
}

// The answer comes back as it was kept.
func TestAnswerComesBack(t *testing.T) {
	a := Answer{Title: "a & b", Sentences: []string{"x < y"}, Standings: Grid{{"strategy"}, {"–"}}}
	var b Answer
	if err := json.Unmarshal(a.JSON(), &b); err != nil || b.Title != a.Title || b.Sentences[0] != a.Sentences[0] || b.Version != 1 {
		t.Errorf("%+v became %+v (%v)", a, b, err)
	}
}
