package mechanism

import (
	"errors"
	"fmt"
	"math"

	"grapevine/sim"
)

// Funded is a mechanism of which it is known what money does: it can be given a
// sum, and makes of it what the sum is good for.
type Funded interface {
	sim.Mechanism

	// Fund gives the mechanism a sum for the whole run, in the currency, in
	// place of what its own keys say is spent. The note is what one should know
	// of it; if nothing can be had for so little, nothing is spent, and the note
	// says why. The error says what the mechanism lacks to know what a sum buys.
	Fund(sum float64, p *sim.Plan) (note string, err error)
}

var errBothBudgets = errors.New("budget: it has a budget of its own, too; want one of the two")

// fund spreads a sum evenly over the weeks in which a mechanism works. It
// returns what there is for one of them.
func (d *Dates) fund(sum float64, p *sim.Plan, works func(week int) bool) (perWeek float64, err error) {
	if d.Budget > 0 {
		return 0, errBothBudgets
	}
	all := 0
	for week := range p.Weeks {
		if works(week) {
			all++
		}
	}
	if all == 0 {
		return 0, fmt.Errorf("from = %g: it works in none of the %d weeks, and cannot spend anything", d.From, p.Weeks)
	}
	d.grant = make([]float64, p.Weeks)
	so := 0
	for week := range d.grant {
		if works(week) {
			so++
		}
		d.grant[week] = math.Round(sum*100*float64(so)/float64(all)) / 100
	}
	return sum / float64(all), nil
}

// idle leaves a grant unspent.
func (d *Dates) idle() { clear(d.grant) }

// granted returns what of a grant may have been spent by the end of a week.
func (d *Dates) granted(week int) float64 {
	if week < 0 {
		return 0
	}
	return d.grant[min(week, len(d.grant)-1)]
}

// within reports whether a week is one of those in which the mechanism works,
// whatever it may cost.
func (d *Dates) within(week int) bool {
	return float64(week)+1e-9 >= d.From && (d.Until == 0 || float64(week)+1e-9 < d.Until)
}

// Fund implements Funded: as much is spent every week of a flight, and the
// response to it is that to a share, or a multiple, of the planned sum.
func (a *Advertising) Fund(sum float64, p *sim.Plan) (note string, err error) {
	if a.SpendPerWeek == 0 {
		return "", errors.New("spend_per_week = 0: what a sum does is told by the sum at which rate holds; want one above 0")
	}
	_, err = a.fund(sum, p, func(week int) bool { return a.within(week) && a.inFlight(week) })
	if a.HalfSaturation == 0 {
		note = "half_saturation = 0, so twice the sum presses twice as hard, however much it is"
	}
	return note, err
}

// Fund implements Funded: what the programme itself leaves pays for slots, each
// with the rewards of the words that are expected of it.
func (a *Ambassadors) Fund(sum float64, p *sim.Plan) (note string, err error) {
	words := 0.0
	if a.Kind != "social" {
		words += a.Words
	}
	if broadcastLayer(p, a.Broadcast) >= 0 && (a.Kind == "all" || a.Kind == "social") {
		words += a.Posts
	}
	each := a.EachPerWeek + float64(words*termsOf(p).costs(p, a.Reward))
	if each == 0 {
		return "", errors.New("each_per_week = 0: an ambassador who costs nothing is not had for money; want one above 0")
	}
	perWeek, err := a.fund(sum, p, a.within)
	if err != nil {
		return "", err
	}
	a.paidSlots = int(max(0, (perWeek-a.CostPerWeek)/each) + 1e-9)
	if a.paidSlots == 0 {
		a.idle()
		return fmt.Sprintf("nothing is spent, for %.2f a week does not pay for cost_per_week = %g and an ambassador", perWeek, a.CostPerWeek), nil
	}
	return "", nil
}

// places returns how many ambassadors there may be.
func (a *Ambassadors) places() int {
	if a.grant != nil {
		return a.paidSlots
	}
	return a.Slots
}

// Fund implements Funded: what platform and moderation leave pays for hosts.
func (y *Community) Fund(sum float64, p *sim.Plan) (note string, err error) {
	switch {
	case y.Mode != "sponsored":
		return "", fmt.Errorf("mode = %q: such a community costs nothing; want sponsored", y.Mode)
	case y.HostCost == 0:
		return "", errors.New("host_per_week = 0: hosts who cost nothing are not had for money; want one above 0")
	case y.LaunchWeeks > 0:
		return "", fmt.Errorf("launch_weeks = %g: a sum is spread evenly over the weeks; want 0", y.LaunchWeeks)
	}
	perWeek, err := y.fund(sum, p, y.within)
	if err == nil && perWeek < y.PlatformCost {
		y.idle()
		return fmt.Sprintf("nothing is spent, for %.2f a week does not pay for platform_per_week = %g", perWeek, y.PlatformCost), nil
	}
	return "", err
}

// Fund implements Funded: what the standing costs leave pays for answers. Cases
// are answered as fast as response_weeks says if that is enough for all, and
// wait for their turn if it is not.
func (v *Service) Fund(sum float64, p *sim.Plan) (note string, err error) {
	if v.CostPerCase == 0 {
		return "", errors.New("cost_per_case = 0: answers that cost nothing are not had for money; want one above 0")
	}
	perWeek, err := v.fund(sum, p, v.within)
	if err != nil {
		return "", err
	}
	v.capacity = (perWeek - v.CostPerWeek) / v.CostPerCase
	if v.capacity <= 0 {
		v.idle()
		return fmt.Sprintf("nothing is spent, for %.2f a week does not pay for more than cost_per_week = %g", perWeek, v.CostPerWeek), nil
	}
	return "", nil
}
