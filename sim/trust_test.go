package sim_test

import (
	"math"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// Trust in a brand counts after the purchase only as far as its keys say so:
// everybody has bought once and trusts the brand by .8 (.3 above the start), so
// after 10 weeks exp(-10·settle·e^(.3·c)) have not become loyal, and leaving
// goes with e^(-.3·c). Without the keys trust changes nothing, and an
// advocate's line lets all or none pass.
func TestTrustBindsAsFarAsItsKeysSay(t *testing.T) {
	const n, weeks, openness = 20_000, 10, 0.8
	for _, c := range []struct {
		about         string
		set           func(*sim.Attitudes)
		settle, leave float64 // coefficients that are to be seen
		advocates     bool
	}{
		{"off", func(*sim.Attitudes) {}, 0, 0, true},
		{"settle", func(a *sim.Attitudes) { a.SettleTrust = 2 }, 2, 0, true},
		{"leave", func(a *sim.Attitudes) { a.LeaveTrust = 3 }, 0, 3, true},
		{"line below", func(a *sim.Attitudes) { a.AdvocateTrust = 0.79 }, 0, 0, true},
		{"line above", func(a *sim.Attitudes) { a.AdvocateTrust = 0.81 }, 0, 0, false},
	} {
		p := still(n, weeks, 1)
		p.Attitudes = sim.Attitudes{TrustStart: 0.5, TrustGain: 1, DetractorLine: -1}
		p.Product.Transparency = openness
		p.Rates.Settle, p.Rates.Champion = 0.05, 0.5
		p.Rates.Leave = sim.LeaveRates{Customer: 0.03, Loyal: 0.03, Advocate: 0.03}
		p.Mechanisms = []sim.Named{{Name: "seeding", Mechanism: &mechanism.Seeding{Rule: "random", Count: n}}}
		c.set(&p.Attitudes)
		tr := run(t, p, 1)
		at := func(column string) float64 { return float64(tr.Column(column)[weeks]) / n }
		leave := 0.03 * math.Exp(-c.leave*(openness-p.Attitudes.TrustStart))
		settle := 0.05 * math.Exp(c.settle*(openness-p.Attitudes.TrustStart))
		for column, want := range map[string]float64{
			"n_lapsed":   1 - math.Exp(-weeks*leave),
			"n_customer": math.Exp(-weeks * (leave + settle)),
		} {
			if se := math.Sqrt(want * (1 - want) / n); math.Abs(at(column)-want) > 4.5*se {
				t.Errorf("%s: %s is %.4f of all, want %.4f ± %.4f", c.about, column, at(column), want, se)
			}
		}
		if got := at("n_advocate") > 0; got != c.advocates {
			t.Errorf("%s: advocates %v, want %v", c.about, got, c.advocates)
		}
	}
}
