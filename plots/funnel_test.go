package plots

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Of 100 customers 15 are given the product. Nobody of them was made aware, but
// they know it: what comes before the stage in which somebody begins counts as
// reached, and the picture says so. The table alone would show fewer who knew the
// product than have it.
func TestReachedByThoseWhoBeginAhead(t *testing.T) {
	dir := t.TempDir()
	table := "strategy,replicate,week,reached_aware,reached_considering,reached_customer,reached_loyal,reached_advocate\n" +
		"given,1,0,0,0,15,0,0\ngiven,1,1,20,10,20,4,1\n" +
		"not,1,0,0,0,0,0,0\nnot,1,1,20,10,5,4,1\n"
	if err := os.WriteFile(filepath.Join(dir, "series.csv"), []byte(table), 0o666); err != nil {
		t.Fatal(err)
	}
	all, shown, shares, given, err := From(dir, Context{Customers: 100, Strategies: []string{"given", "not"}}).reached()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]float64{"given": {35, 25, 20, 4, 1}, "not": {20, 10, 5, 4, 1}}
	for i, s := range all {
		for k := range shown {
			if shares[i][k] != want[s.name][k] {
				t.Errorf("%s: %g %% have been %s, want %g", s.name, shares[i][k], shown[k].name, want[s.name][k])
			}
		}
	}
	if !strings.Contains(given, "from the beginning") {
		t.Errorf("the picture says %q", given)
	}
}
