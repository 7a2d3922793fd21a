package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Where the best bet costs more than there is, the answer names the best of those
// that do not; where it costs no more, or nothing is within, it does not.
func TestBestWithinTheBudget(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "budget.toml")
	const text = `
customers = 300
weeks = 20
objective = { maximise = "customers", budget = BUDGET }
network.friends = { kind = "watts-strogatz", mean_degree = 6 }
advertising = { rate = 0.01, spend_per_week = 10 }
[[strategy]]
name = "quiet"
[[strategy]]
name = "heard"
advertising = { rate = 0.05, spend_per_week = 100 }
[[strategy]]
name = "loud"
advertising = { rate = 0.5, spend_per_week = 1000 }
`
	for budget, want := range map[string]string{
		"5_000": "Over the budget of €5k on average: loud (€20k). Best of those within it: heard.\n",
		"1_000": "heard (€2k), loud (€20k). Best of those within it: quiet.\n",
		"100":   "quiet (€200), heard (€2k), loud (€20k).\n",
	} {
		if err := os.WriteFile(file, []byte(strings.Replace(text, "BUDGET", budget, 1)), 0o666); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if code := Main(t.Context(), []string{"run", file, "--replicates", "4", "--no-plots", "-o", filepath.Join(dir, budget)}, &out, &out); code != 0 || !strings.Contains(out.String(), want) {
			t.Errorf("with a budget of %s: code %d, and\n%s\nwant %q", budget, code, &out, want)
		}
	}
}
