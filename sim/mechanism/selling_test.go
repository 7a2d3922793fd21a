package mechanism_test

import (
	"math"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func selling(t testing.TB, set func(*mechanism.Selling)) sim.Named {
	return named(t, "selling", func(e *mechanism.Selling) {
		e.Sellers, e.Pitches, e.Persuasion = 0.4, 2, 0.3
		if set != nil {
			set(e)
		}
	})
}

// Customers who sell bring customers in, by paid words, at a commission; what
// seems paid is believed less, and wears the authenticity of others down.
func TestSellingSells(t *testing.T) {
	p := settled()
	moved(t, with(p, selling(t, nil)), p,
		map[string]response{"first purchases": over("first_purchases"), "credit": credited("selling"), "peer sales": over("peer_sales"), "paid words": over("mentions_paid")},
		map[string]response{"cost": account("selling")}, map[string]response{"invitations": over("invitations"), "members": last("members")})
	moved(t, with(p, selling(t, func(e *mechanism.Selling) { e.Paid = 1 })), with(p, selling(t, func(e *mechanism.Selling) { e.Paid = 0 })), nil,
		map[string]response{"credit": credited("selling")}, nil)
	q := with(p, named(t, "ambassadors", func(a *mechanism.Ambassadors) { a.Invite, a.Words, a.Persuasion = 1, 3, 0.3 }))
	q.Attitudes.AuthenticityHeal = 0
	worn := func(erosion float64) *sim.Plan {
		return with(q, selling(t, func(e *mechanism.Selling) { e.Persuasion, e.Erosion = 0, erosion }))
	}
	moved(t, worn(1), worn(0), nil, map[string]response{"ambassadors": credited("ambassadors")}, nil)
}

// The commission is the share of what those pay who were pitched to before
// their first purchase, for as long as it says.
func TestSellingCosts(t *testing.T) {
	p := settled()
	set := func(e *mechanism.Selling) {
		e.From, e.Until, e.CostPerWeek, e.Kit, e.Commission, e.CommissionWeeks = 2, 12, 7, 3, 0.1, 4
	}
	tr := run(t, with(p, selling(t, set)), 0)
	if got, want := -account("selling")(tr), 10*7+3*over("sellers")(tr)+4*over("peer_sales")(tr); math.Abs(got-want) > 1e-9*want {
		t.Errorf("cost %.2f, want %.2f", got, want)
	}
	for week, n := range tr.Column("pitches") {
		if n > 0 && (week <= 2 || week > 12) {
			t.Errorf("week %d: %d pitches", week, n)
		}
	}
	moved(t, with(p, selling(t, func(e *mechanism.Selling) { e.CommissionWeeks = 0 })), with(p, selling(t, nil)), nil,
		map[string]response{"peer sales": over("peer_sales")}, map[string]response{"pitches": over("pitches"), "sales": over("sales")})
	tr = run(t, with(p, selling(t, func(e *mechanism.Selling) { e.CostPerWeek, e.Kit, e.Budget = 0, 0, 30 })), 0)
	if got := -account("selling")(tr); got < 30 || got > 70 {
		t.Errorf("cost %.2f, want 30 and not above 70", got)
	}
}

func TestSellingAbsent(t *testing.T) {
	p := buying()
	alike(t, with(p, selling(t, func(e *mechanism.Selling) { e.Sellers = 0 })), p, "selling")
	never := with(p, selling(t, func(e *mechanism.Selling) { e.From = 16 }))
	alike(t, never, p, "selling")
	if got := account("selling")(run(t, never, 2)); got != 0 {
		t.Errorf("never working costs %.2f", -got)
	}
}
