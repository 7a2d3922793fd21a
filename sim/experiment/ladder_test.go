package experiment

import (
	"strings"
	"testing"
)

// Along a ladder the best step, those that cannot be told from it and those
// that beat the baseline are found. The fake's luck has a spread of its own of
// ownSD, so that steps 100 apart are told apart and one is not.
func TestLadder(t *testing.T) {
	d := design(arm("none", 1000, 9), arm("0", 1000, 1), arm("5", 1500, 2), arm("10", 1501, 4), arm("40", 700, 3))
	d.Ladders = []Ladder{{"referral.reward", []Rung{{1, 0}, {2, 5}, {3, 10}, {4, 40}}}}
	a, _ := conduct(t, d)
	c := a.Climbs[0]
	if c.Best != 2 || c.Beside != "none" {
		t.Fatalf("best is step %d, beside %q: want 2, beside none", c.Best, c.Beside)
	}
	for k, want := range []bool{false, true, true, false} {
		if c.Steps[k].Same() != want {
			t.Errorf("step %s: told from the best: %t, want %t; it is worse by %v", c.Steps[k].Strategy, !c.Steps[k].Same(), !want, c.Steps[k].Short)
		}
	}
	got := a.ClimbSentence(c)
	for _, want := range []string{"Along referral.reward, from 0 to 40: profit is best at 10; it rises by €", " from 0 to there; it falls by €", "; 5 cannot be told from it; better than none at 5 and 10, not at 0 and 40."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q: want %q in it", got, want)
		}
	}
	d.Objective.Minimise = true
	if a, _ := conduct(t, d); a.Climbs[0].Best != 3 {
		t.Errorf("best of what is to be small is step %d, want 3", a.Climbs[0].Best)
	}
}

// By other weeks the objective is read from the same runs, cut short: the
// fake earns everything in week 3.
func TestStandpoints(t *testing.T) {
	d := design(arm("a", 1000, 1), arm("b", 1500, 2))
	d.Objective.Horizons, d.Objective.Also = []int{1, 3}, []string{"cost", "npv"}
	a, _ := conduct(t, d)
	if p := a.Earlier[0]; p.Week != 1 || p.Lead.Mean != 0 || p.Decisive {
		t.Errorf("by week 1 %+v, want no difference", p)
	}
	if p := a.Earlier[1]; p.Winner != a.Winner || p.Lead.Mean != a.Lead.Mean || p.Decisive != a.Decisive {
		t.Errorf("by the last week %+v, want the answer's own lead %+v", p, a.Lead)
	}
	if len(a.Also) != 2 || a.Also[0].Metric != "cost" || a.Also[0].Values[1].N != d.Replicates {
		t.Errorf("further responses are %+v", a.Also)
	}
	d.Objective.Also = []string{"profitt"}
	if err := d.Check(); err == nil || !strings.Contains(err.Error(), "profitt") {
		t.Errorf("a further response that is no metric: %v", err)
	}
}
