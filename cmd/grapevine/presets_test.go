package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"grapevine/scenarios"
	"grapevine/sim/experiment"
	"grapevine/sim/results"
)

const presetsPage = "../../docs/presets.md"

// Every preset runs without a failure, what it asserts holds, its strategies
// stay within the budget it states, and the lever that it proposes can be
// moved. The page says what presets answer; -update renews it. With few runs
// the answers are rougher than those of the whole preset, but not other ones:
// strategies meet the same luck.
func TestPresets(t *testing.T) {
	replicates := 5
	if testing.Short() {
		replicates = 2
	}
	page := &strings.Builder{}
	fmt.Fprintf(page, presetsHead, replicates)
	classics, err := scenarios.List("classics")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range scenarios.Presets() {
		if slices.Contains(classics, e) || strings.HasPrefix(e.Name, "replicate/") {
			continue // held to exact answers elsewhere
		}
		t.Run(e.Name, func(t *testing.T) {
			s, err := scenarios.Load(e.Name, []string{fmt.Sprint("replicates=", replicates)})
			if err != nil {
				t.Fatal(err)
			}
			if s.Question == "" || s.Objective.Metric() == "" {
				t.Error("want a question and an objective")
			}
			for _, y := range s.Strategies {
				if y.About == "" {
					t.Errorf("strategy %q: want a sentence about it", y.Name)
				}
			}
			r := &runCommand{File: e.Name}
			a, dir := r.small(t, s)
			for _, f := range a.Failed {
				t.Error(f.Strategy, f.Replicate, f.Err)
			}
			if err := r.asserted(s, a, dir); err != nil {
				t.Error(err)
			}
			lines := sentences(s, a, dir)
			for _, line := range lines {
				if strings.HasPrefix(line, "Over the budget") {
					t.Error(line)
				}
			}
			fmt.Fprintf(page, "\n## %s\n\n%s\n**%s**\n\n", e.Name, s.Title, s.Question)
			for _, line := range lines {
				fmt.Fprintf(page, "- %s\n", line)
			}
			if lever := lever(t, e.Name); lever != "" {
				fmt.Fprintf(page, "\nThe lever to try next: `grapevine run %s %s`\n", e.Name, lever)
			}
		})
	}
	if testing.Short() || t.Failed() {
		return
	}
	now, err := os.ReadFile(presetsPage)
	switch {
	case *update:
		if err := os.WriteFile(presetsPage, []byte(page.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	case err != nil || string(now) != page.String():
		t.Error("docs/presets.md shows other answers: go test ./cmd/grapevine -run Presets -update renews it")
	}
}

// small runs a scenario into a folder of the test.
func (r *runCommand) small(t *testing.T, s *scenarios.Scenario) (*experiment.Answer, string) {
	t.Helper()
	d, err := r.design(s)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "results")
	folder, err := results.Create(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Discard()
	a, err := experiment.Conduct(t.Context(), d, folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := folder.Commit(results.Manifest{}); err != nil {
		t.Fatal(err)
	}
	return a, dir
}

// lever returns what a preset proposes to set next, and holds that it can be
// set and changes what is run.
func lever(t *testing.T, preset string) string {
	t.Helper()
	text, err := scenarios.New(preset)
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(text), "# Try next: ")
	if !found {
		return ""
	}
	lever, _, _ := strings.Cut(after, "\n")
	all, _ := words(lever)
	var set []string
	for _, w := range all {
		if w != "--set" {
			set = append(set, w)
		}
	}
	as, err := scenarios.Load(preset, nil)
	if err != nil {
		t.Fatal(err)
	}
	moved, err := scenarios.Load(preset, set)
	switch {
	case err != nil:
		t.Errorf("%s: %v", lever, err)
	case moved.Hash() == as.Hash():
		t.Errorf("%s changes nothing", lever)
	}
	return lever
}

const presetsHead = `# What the presets answer today

<!-- Made by a test: go test ./cmd/grapevine -run Presets -update -->

Per preset the question, what it answers in %d runs of each strategy (the preset
itself runs more), and the lever to try next. Its story, its sources and what to
make of the answer stand at the top of its file: grapevine new NAME.
Nothing here is a finding: most values are illustrative.
`
