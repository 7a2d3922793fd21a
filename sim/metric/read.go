package metric

import (
	"slices"
	"strings"
	"sync/atomic"

	"grapevine/sim"
)

// read is what responses have in common, read of the trace when one first asks
// for it. There are more than a hundred responses, and a small market runs in
// less time than it would take each to look for itself.
type read struct {
	layout *layout
	weeks  []book  // of the ledger, up to the horizon
	stayed []int64 // present customers by week, up to the horizon
	lived  struct {
		known bool
		weeks float64 // in which somebody was a present customer
	}
	ledger []int64     // by account, up to the horizon
	curve  []Surviving // of present customers
}

// layout is where the columns of a weekly table are found.
type layout struct {
	names    []string
	at       map[string]int
	table    []Column // see Columns
	headings []string // of the table
	stages   []string
}

// latest is the layout that was last used. Plans of one experiment share it, so
// it is the next one that is asked for as well.
var latest atomic.Pointer[layout]

// layoutOf returns where the columns of a trace are found.
func layoutOf(t *sim.Trace) *layout {
	if l := latest.Load(); l != nil && slices.Equal(l.names, t.Columns) {
		return l
	}
	l := &layout{names: slices.Clone(t.Columns), at: make(map[string]int, len(t.Columns)), table: columns(t)}
	for i, name := range l.names {
		l.at[name] = i
	}
	for _, c := range l.table {
		l.headings = append(l.headings, c.Name)
		if stage, ok := strings.CutPrefix(c.Name, "n_"); ok && stage != "detractor" {
			l.stages = append(l.stages, stage)
		}
	}
	latest.Store(l)
	return l
}

// Headings returns the names of a trace's weekly columns, in the order of
// [Columns], and those of the stages of its journey. They are shared and not to
// be changed.
func Headings(t *sim.Trace) (columns, stages []string) {
	l := layoutOf(t)
	return l.headings, l.stages
}

// weekly returns a column up to the horizon, week 0 first, or nil if there is
// none: then its mechanism is off and all it counts is 0.
func (r *Run) weekly(column string) []int64 {
	if r.layout == nil {
		r.layout = layoutOf(r.Trace)
	}
	if i, ok := r.layout.at[column]; ok {
		return r.Trace.Counts[i][:r.end()+1]
	}
	return nil
}

// book returns a week of the ledger.
func (r *Run) book(week int) book {
	if r.weeks == nil {
		r.weeks = make([]book, r.end()+1)
		for i, account := range r.Trace.Accounts {
			for week, amount := range r.Trace.Ledger[i][:r.end()+1] {
				if amount != 0 {
					r.weeks[week].add(account, amount)
				}
			}
		}
	}
	return r.weeks[week]
}

// present adds up the stages of those who have the product now.
func (r *Run) present(week int) float64 {
	if r.stayed == nil {
		r.stayed = make([]int64, r.end()+1)
		for _, stage := range []string{"n_customer", "n_loyal", "n_advocate"} {
			for week, n := range r.weekly(stage) {
				r.stayed[week] += n
			}
		}
	}
	return float64(r.stayed[week])
}

// Ledger returns what each account of the trace comes to by the horizon, in
// hundredths of the currency.
func (r *Run) Ledger() []int64 {
	if r.ledger == nil {
		r.ledger = make([]int64, len(r.Trace.Accounts))
		for i := range r.ledger {
			for _, amount := range r.Trace.Ledger[i][:r.end()+1] {
				r.ledger[i] += amount
			}
		}
	}
	return r.ledger
}

// staying returns the survival curve of present customers.
func (r *Run) staying() []Surviving {
	if r.curve == nil {
		r.curve = Survival(r.stays(-1))
	}
	return r.curve
}
