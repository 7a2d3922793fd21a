package metric

import (
	"strings"

	"grapevine/sim"
)

// Twins compares a run with its twin: the same customers with the same luck,
// without something. What the one earns more than the other is taken apart
// customer by customer. With the times T1 and T0 of a customer's first purchase
// in the one and in the other, there are those who buy only here (expansion),
// only there (loss), and in both, sooner or later (acceleration): Libai, Muller
// & Peres (Journal of Marketing Research 50, 2013). Their value of a customer is
// v(T) = m·e^(-rT); here it is what each customer has really bought by the
// horizon, so that the parts add up to the difference in profit to the cent.
type Twins struct {
	Parts   []Part     // in the order of PartNames
	Won     [2]float64 // customers won in the run, and in its twin
	Revenue [2]int64   // likewise, in hundredths of the currency
	Cost    [2]int64
	Profit  [2]int64
	NPV     [2]float64
	Ahead   float64 // first week from which the run's cumulative profit stays at or above its twin's; not-a-number if that never comes
}

// Part is one part of the difference between twins.
type Part struct {
	Count   int     // customers of expansion, loss and acceleration (net), purchases of the others
	Amount  int64   // in hundredths of the currency; the parts add up to the difference in profit
	Present float64 // the same, discounted to the start, in the currency; they add up to the difference in npv
}

// The parts of the difference between twins.
const (
	Expansion    = iota // all that customers have bought who would not have bought at all
	Loss                // all that customers would have bought who do not buy at all
	Acceleration        // what customers of both have bought in the time by which they came sooner, or later
	Keeping             // at the same age: purchases while the other twin had left
	Repeat              // at the same age: more or fewer purchases while both were customers
	CrossSell           // at the same age: other products of the line
	Terms               // at the same purchase: another price, as with a discount
	Gifts               // goods given away
	Costs               // programmes
	parts
)

// PartNames are the parts' names in tables, and what their counts count.
var PartNames = [parts]struct{ Name, About string }{
	{"expansion", "all that customers have bought who would not have bought at all"},
	{"loss", "all that others would have bought who do not buy at all"},
	{"acceleration", "what customers of both have bought in the time by which they came sooner, less that of those who came later"},
	{"retention", "at the same age as a customer: purchases while the twin had left"},
	{"repeat", "at the same age: purchases more while both were customers"},
	{"cross_sell", "at the same age: add-ons"},
	{"terms", "other margins on purchases made anyway, such as discounts"},
	{"gifts", "goods given away"},
	{"cost", "costs of programmes"},
}

// parted lists the parts for the page on outputs.
func parted() string {
	var all []string
	for _, p := range PartNames {
		all = append(all, p.Name+" ("+p.About+")")
	}
	return strings.Join(all, ", ") + ", total"
}

// Compare takes the difference between a run and its twin apart. Both must have
// kept their customers' purchases.
func Compare(with, without *Run) *Twins {
	t := &Twins{}
	a, b := with.books(), without.books()
	t.Won = [2]float64{CustomersWon.Of(with), CustomersWon.Of(without)}
	t.Revenue = [2]int64{a.revenue, b.revenue}
	t.Cost = [2]int64{a.spent, b.spent}
	t.Profit = [2]int64{a.profit(), b.profit()}
	t.NPV = [2]float64{NPV.Of(with), NPV.Of(without)}
	t.Ahead = overtakes(with, without)
	s := newSplit(with.end())
	for i := range with.Trace.Diary.Customers() {
		s.customer(upTo(with.Trace.Diary.Of(i), s.end), upTo(without.Trace.Diary.Of(i), s.end))
	}
	for week := range with.end() + 1 {
		s.book(Costs, week, bookOf(without.Trace, week).spent-bookOf(with.Trace, week).spent)
	}
	t.Parts = make([]Part, parts)
	for week := range with.end() + 1 {
		worth := with.worth(week)
		for k := range t.Parts {
			t.Parts[k].Amount += s.amount[k][week]
			t.Parts[k].Present += float64(float64(s.amount[k][week]) * worth)
		}
	}
	for k := range t.Parts {
		t.Parts[k].Count = s.count[k]
		t.Parts[k].Present /= 100
	}
	return t
}

// Total adds the parts up.
func (t *Twins) Total() (all Part) {
	for _, p := range t.Parts {
		all.Amount += p.Amount
		all.Present += p.Present
	}
	return all
}

// upTo cuts entries off after a week.
func upTo(entries []sim.Entry, week int32) []sim.Entry {
	for len(entries) > 0 && entries[len(entries)-1].Week > week {
		entries = entries[:len(entries)-1]
	}
	return entries
}

// split adds the parts up by week.
type split struct {
	end    int32
	amount [parts][]int64
	count  [parts]int
}

func newSplit(weeks int) *split {
	s := &split{end: int32(weeks)}
	for k := range s.amount {
		s.amount[k] = make([]int64, weeks+1)
	}
	return s
}

func (s *split) book(part, week int, amount int64) { s.amount[part][week] += amount }

// customer takes apart what a customer has bought in a run, and in its twin.
func (s *split) customer(with, without []sim.Entry) {
	switch {
	case len(with) == 0 && len(without) == 0:
	case len(without) == 0:
		s.count[Expansion]++
		s.all(with, Expansion, 1)
	case len(with) == 0:
		s.count[Loss]++
		s.all(without, Loss, -1)
	default:
		s.both(with, without)
	}
}

// all books all that was bought into one part; gifts stay gifts.
func (s *split) all(entries []sim.Entry, part int, sign int) {
	for k := range entries {
		s.one(&entries[k], part, sign)
	}
}

func (s *split) one(e *sim.Entry, part int, sign int) {
	switch e.Kind {
	case sim.Left:
		return
	case sim.Given:
		part = Gifts
		s.count[Gifts] += sign
	}
	s.book(part, int(e.Week), int64(sign)*e.Margin)
}

// both takes apart what a customer of both has bought. As far as the younger
// has come in age, they are compared purchase by purchase; what the older has
// bought after that, it has bought because it came sooner.
func (s *split) both(with, without []sim.Entry) {
	one, other := with[0].At, without[0].At
	age := float64(s.end) - float64(max(one, other))
	switch {
	case one < other:
		s.count[Acceleration]++
		with = s.older(with, age, 1)
	case one > other:
		s.count[Acceleration]--
		without = s.older(without, age, -1)
	}
	a, b := history{entries: with, start: one}, history{entries: without, start: other}
	for {
		x, y := a.purchase(s, 1), b.purchase(s, -1)
		switch {
		case x == nil && y == nil:
			return
		case y == nil:
			s.surplus(x, float64(x.At-one), &b, 1)
		case x == nil:
			s.surplus(y, float64(y.At-other), &a, -1)
		default:
			s.pair(x, y)
		}
	}
}

// older books what was bought beyond an age, and returns what was before.
func (s *split) older(entries []sim.Entry, age float64, sign int) []sim.Entry {
	n := len(entries)
	for n > 0 && float64(entries[n-1].At-entries[0].At) > age {
		n--
	}
	s.all(entries[n:], Acceleration, sign)
	return entries[:n]
}

// pair compares the k-th purchases of both: they may be at other times, which
// only matters for what they are worth at the start, and at other prices.
func (s *split) pair(x, y *sim.Entry) {
	mine, theirs := margin(x), margin(y)
	s.book(Acceleration, int(x.Week), theirs)
	s.book(Acceleration, int(y.Week), -theirs)
	if mine != theirs {
		s.count[Terms]++
		s.book(Terms, int(x.Week), mine-theirs)
	}
}

// margin is that of a purchase; that of a gift is booked as such.
func margin(e *sim.Entry) int64 {
	if e.Kind == sim.Given {
		return 0
	}
	return e.Margin
}

// surplus books a purchase that the other twin has no equal to: it stayed when
// the other had left, or it bought more often.
func (s *split) surplus(e *sim.Entry, age float64, other *history, sign int) {
	part := Repeat
	if other.gone(age) {
		part = Keeping
	}
	s.count[part] += sign
	s.book(part, int(e.Week), int64(sign)*margin(e))
}

// history goes through what one twin has done.
type history struct {
	entries []sim.Entry
	start   float32
	at      int
}

// purchase returns the next purchase, or nil. Add-ons and gifts on the way are
// booked.
func (h *history) purchase(s *split, sign int) *sim.Entry {
	for h.at < len(h.entries) {
		e := &h.entries[h.at]
		h.at++
		switch e.Kind {
		case sim.AddedOn:
			s.count[CrossSell] += sign
			s.one(e, CrossSell, sign)
		case sim.Given:
			s.one(e, Gifts, sign)
			return e
		case sim.Bought:
			return e
		}
	}
	return nil
}

// gone reports whether the twin had left at an age.
func (h *history) gone(age float64) bool {
	gone := false
	for k := range h.entries {
		e := &h.entries[k]
		if float64(e.At-h.start) > age {
			break
		}
		switch e.Kind {
		case sim.Left:
			gone = true
		case sim.Bought, sim.Given:
			gone = false
		}
	}
	return gone
}

// ShareDue returns the customers won who would not have been won in the twin, net
// of those who would only have been won there, in percent of those won.
func (t *Twins) ShareDue() float64 { return percent(t.Won[0]-t.Won[1], t.Won[0]) }
