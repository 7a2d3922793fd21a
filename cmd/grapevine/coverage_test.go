package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"grapevine/scenarios"
	"grapevine/sim/mechanism"
	"grapevine/sim/metric"
)

// The page on coverage has all concepts in their order, and what it names
// exists: keys, files, metrics or columns, presets or blocks, and tests.
func TestCoverage(t *testing.T) {
	page, err := os.ReadFile("../../docs/coverage.md")
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, article := range []struct {
		letter   string
		concepts int
	}{{"A", 39}, {"B", 18}, {"C", 15}, {"D", 15}, {"E", 15}} {
		for k := range article.concepts {
			codes = append(codes, fmt.Sprint(article.letter, k+1))
		}
	}
	outputs, tests := columnsThere(t), testsThere(t)
	exists := []func(string) bool{
		func(key string) bool { _, err := scenarios.Explain(key); return err == nil },
		func(file string) bool { _, err := os.Stat("../../" + file); return err == nil },
		func(output string) bool { return outputs[output] },
		func(preset string) bool {
			for _, folder := range []string{"", "strategies/", "classics/"} {
				if _, err := os.Stat("../../scenarios/" + folder + preset + ".toml"); err == nil {
					return true
				}
			}
			return false
		},
		func(test string) bool { return tests[test] },
	}
	what := []string{"key", "file", "metric or column", "preset or block", "test"}
	inCode := regexp.MustCompile("`([^`]+)`")
	row := 0
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		code := strings.TrimPrefix(cells[0], "| ")
		if !regexp.MustCompile(`^[A-E]\d+$`).MatchString(code) {
			continue
		}
		if row >= len(codes) || code != codes[row] || len(cells) != 2+len(exists) {
			t.Fatalf("row %d is %s with %d cells: want %s with %d", row+1, code, len(cells), codes[min(row, len(codes)-1)], 2+len(exists))
		}
		row++
		for k, cell := range cells[2:] {
			for _, name := range inCode.FindAllStringSubmatch(cell, -1) {
				if !exists[k](name[1]) {
					t.Errorf("%s: there is no %s %s", code, what[k], name[1])
				}
			}
		}
	}
	if row != len(codes) {
		t.Errorf("the page has %d concepts, want %d", row, len(codes))
	}
}

// columnsThere lists metrics, columns of mechanisms, and all that the page on
// outputs has in a table.
func columnsThere(t *testing.T) map[string]bool {
	all := map[string]bool{}
	for _, m := range metric.Kinds {
		all[m.Name] = true
	}
	for _, c := range mechanism.Tallies() {
		all[c.Name] = true
	}
	for _, s := range []string{"unaware", "aware", "considering", "customer", "loyal", "advocate", "lapsed"} {
		for _, of := range []string{"n_", "new_", "cum_", "reached_"} {
			all[of+s] = true
		}
	}
	page, err := os.ReadFile("../../docs/outputs.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range regexp.MustCompile("(?m)^\\| `([a-z0-9_]+)` ").FindAllStringSubmatch(string(page), -1) {
		all[name[1]] = true
	}
	return all
}

// testsThere lists the tests of the module.
func testsThere(t *testing.T) map[string]bool {
	all := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func (Test\w+|Example\w*)\(`)
	err := filepath.WalkDir("../..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, name := range declared.FindAllStringSubmatch(string(text), -1) {
			all[name[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
