package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// What docs/notebooks.md shows can be pasted into a notebook: it is run on
// results, by the interpreters that are here.
func TestNotebooksPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/notebooks.md")
	if err != nil {
		t.Fatal(err)
	}
	python := os.Getenv("GRAPEVINE_PYTHON")
	if python == "" {
		python = "python3"
	}
	dir := place(t)
	made := false
	for _, block := range regexp.MustCompile("(?ms)^## (\\w+)\n.*?^```(python|r)\n(.*?)^```").FindAllStringSubmatch(string(page), -1) {
		t.Run(block[1], func(t *testing.T) {
			needs := map[string]*exec.Cmd{
				"pandas": exec.Command(python, "-c", "import pandas"), "polars": exec.Command(python, "-c", "import polars"),
				"DuckDB": exec.Command(python, "-c", "import duckdb"), "R": exec.Command("Rscript", "-e", "1"),
				"Sweeps": exec.Command(python, "-c", "import pandas, scipy"),
			}[block[1]]
			if needs == nil || needs.Run() != nil {
				t.Skipf("there is no %s here", block[1])
			}
			if !made {
				if code, printed := shell(t, dir, "grapevine run market.toml --no-plots -q -o results/mine"); code != 0 {
					t.Fatal(printed)
				}
				sweep := "base = \"market.toml\"\n[sweep]\nreplicates = 2\n[sweep.vary]\n\"product.price\" = [30, 50]\n\"talk.persuasion.friends\" = [0.01, 0.1]\n"
				if err := os.WriteFile(filepath.Join(dir, "mine.toml"), []byte(sweep), 0o644); err != nil {
					t.Fatal(err)
				}
				if code, printed := shell(t, dir, "grapevine sweep mine.toml --no-plots -q -o results/mine-sweep"); code != 0 {
					t.Fatal(printed)
				}
				made = true
			}
			name := filepath.Join(dir, "cell."+block[2])
			if err := os.WriteFile(name, []byte(block[3]), 0o644); err != nil {
				t.Fatal(err)
			}
			program := python
			if block[2] == "r" {
				program = "Rscript"
			}
			c := exec.Command(program, name)
			c.Dir = dir
			if said, err := c.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, said)
			}
		})
	}
}
