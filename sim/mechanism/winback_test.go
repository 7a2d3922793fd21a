package mechanism_test

import (
	"math"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func winback(t testing.TB, set func(*mechanism.Winback)) sim.Named {
	return named(t, "winback", func(b *mechanism.Winback) {
		b.After, b.Rate, b.Persuasion = 1, 0.5, 0.3
		if set != nil {
			set(b)
		}
	})
}

// Those who left come back when they are asked, at a price; an offer makes the
// purchase cheaper. Strangers hear nothing of it, and nobody is won twice.
func TestWinbackReturns(t *testing.T) {
	p := buying()
	asked := with(p, winback(t, nil))
	moved(t, asked, p,
		map[string]response{"back": over("won_back"), "contacts": over("winback_contacts")},
		map[string]response{"lapsed": over("n_lapsed"), "cost": account("winback")},
		map[string]response{"credit": credited("winback"), "first": over("first_purchases")})
	moved(t, with(p, winback(t, func(b *mechanism.Winback) { b.Discount = 0.5 })), asked, nil,
		map[string]response{"revenue": account("revenue")}, map[string]response{"sales": over("sales"), "goods": account("unit cost")})
	// The satisfied are easier to regain.
	p.Product.Quality = 0.9
	moved(t, with(p, winback(t, func(b *mechanism.Winback) { b.Satisfied = 3 })), with(p, winback(t, func(b *mechanism.Winback) { b.Satisfied = 0 })),
		map[string]response{"back": over("won_back")}, nil, nil)
}

// Whoever is asked once with certain success considers again; and one who has
// been asked as often as allowed is left alone.
func TestWinbackLaw(t *testing.T) {
	p := leaving(2000, 30)
	p.Rates.Leave.Customer = 1
	tr := run(t, with(p, winback(t, func(b *mechanism.Winback) { b.After, b.Rate, b.Persuasion, b.Most = 2, 2, 0, 3 })), 0)
	if got := over("winback_contacts")(tr); got != 3*2000 {
		t.Errorf("%g contacts, want three for each of 2000", got)
	}
	tr = run(t, with(p, winback(t, func(b *mechanism.Winback) { b.After, b.Rate, b.Persuasion, b.Satisfied = 2, 2, 0.3, 0 })), 0)
	contacts, back := over("winback_contacts")(tr), over("new_considering")(tr)
	if want := 0.3 * contacts; math.Abs(back-want) > 4.5*math.Sqrt(want*0.7) {
		t.Errorf("%g of %g consider again, want %.0f", back, contacts, want)
	}
	for i, l := range tr.Lives {
		if l.Reached[sim.Considering] < l.Reached[sim.Lapsed]+2-1e-3 {
			t.Fatalf("customer %d considers in week %g, having left in week %g", i, l.Reached[sim.Considering], l.Reached[sim.Lapsed])
		}
	}
}

func TestWinbackCosts(t *testing.T) {
	p := buying()
	tr := run(t, with(p, winback(t, func(b *mechanism.Winback) { b.From, b.Until, b.CostPerWeek, b.CostPerContact = 4, 9, 7, 3 })), 0)
	if got, want := -account("winback")(tr), 5*7+3*over("winback_contacts")(tr); got != want {
		t.Errorf("cost %.2f, want %.2f", got, want)
	}
	for week, n := range tr.Column("winback_contacts") {
		if n > 0 && (week <= 4 || week > 9) {
			t.Errorf("week %d: %d contacts", week, n)
		}
	}
	tr = run(t, with(p, winback(t, func(b *mechanism.Winback) { b.Budget, b.CostPerContact = 20, 1 })), 0)
	if got := -account("winback")(tr); got < 20 || got > 30 {
		t.Errorf("cost %.2f, want 20 and not above 30", got)
	}
}

func TestWinbackAbsent(t *testing.T) {
	p := buying()
	alike(t, with(p, winback(t, func(b *mechanism.Winback) { b.Rate = 0 })), p, "winback")
	never := with(p, winback(t, func(b *mechanism.Winback) { b.From, b.CostPerWeek = 16, 10 }))
	alike(t, never, p, "winback")
	if got := account("winback")(run(t, never, 2)); got != 0 {
		t.Errorf("never working costs %.2f", -got)
	}
}
