package verify

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var (
	fullFlag = flag.Bool("full", false, "climb the whole ladder")
	onlyFlag = flag.String("only", "", "climb the rungs whose name begins so")
	update   = flag.Bool("update", false, "renew docs/validation.md for the rungs that are climbed")
)

const page = "../docs/validation.md"

// Rungs hold, and fail with their small defect: a test that cannot fail shows
// nothing. The page on validation shows what they give now. With -short only
// those that take no time are climbed.
func TestLadder(t *testing.T) {
	rungs := Ladder()
	switch {
	case *onlyFlag != "":
		rungs = Named(rungs, *onlyFlag)
	case *fullFlag:
	case testing.Short():
		rungs = Named(Quick(rungs), "P")
	default:
		rungs = Quick(rungs)
	}
	text, err := os.ReadFile(page)
	if err != nil && !*update {
		t.Fatal(err)
	}
	var results []*Result
	for r := range Climb(t.Context(), rungs, 0) {
		results = append(results, r)
		if r.Err != nil {
			t.Errorf("%s: %v", r.ID, r.Err)
			continue
		}
		for k, v := range r.Verdicts {
			if !v.Pass {
				t.Errorf("%s (%s): %s: %s", r.ID, r.Parameters(), r.Want[k].label(r.Rung), v.sentence(r.Test))
			}
		}
		if r.Defect != "" && !r.Seen {
			t.Errorf("%s: with %s nothing is seen", r.ID, r.Defect)
		}
		if !*update && !strings.Contains(string(text), r.lines()) {
			t.Errorf("docs/validation.md does not show %s as it is now: go test ./verify -run Ladder -update renews it, with -full for all\n%s", r.ID, r.lines())
		}
	}
	if *update {
		if err := os.WriteFile(page, []byte(Page(Ladder(), results, string(text))), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
