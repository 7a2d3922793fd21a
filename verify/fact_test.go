package verify

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var thorough = flag.Bool("thorough", false, "try facts over all markets; with -update renew docs/facts.md, with -only the lines of some")

const factsPage = "../docs/facts.md"

// Every fact can be tried; what is said to hold is so in a small base market,
// and not so, or much less so, without its cause. With -thorough the verdicts
// are those on file.
func TestFacts(t *testing.T) {
	facts := slices.DeleteFunc(Facts(), func(f Fact) bool { return !strings.HasPrefix(f.ID, *onlyFlag) })
	effort := Effort{Markets: 1, Replicates: 2, Base: 4}
	switch {
	case *thorough:
		effort = Thorough
	case testing.Short():
		facts = facts[:4]
	}
	found, err := Try(t.Context(), facts, effort, nil)
	if err != nil {
		t.Fatal(err)
	}
	if *thorough {
		t.Log("\n" + FactTable(found))
		if *update {
			was, err := os.ReadFile(factsPage)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(factsPage, []byte(FactPage(Facts(), found, effort, string(was))), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range Changed(found) {
			t.Error(c)
		}
		return
	}
	page, err := os.ReadFile(factsPage)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if f.Fact.Verdict != "" && !strings.Contains(string(page), "**"+f.ID+"** "+f.Claim) {
			t.Errorf("docs/facts.md does not tell of %s", f.ID)
		}
		if f.Fact.Verdict != Holds {
			continue
		}
		if !f.Base.So && f.Base.Least() < -2 {
			t.Errorf("%s: is said to hold, but t = %.1f", f.ID, f.Base.Least())
		}
		if f.Fact.Off != nil && f.Off.So && f.Off.Least() > max(4, f.Base.Least()) {
			t.Errorf("%s: without its cause t = %.1f, with it %.1f", f.ID, f.Off.Least(), f.Base.Least())
		}
	}
}
