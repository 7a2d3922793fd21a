package scenarios

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"grapevine/knob"
	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// section is a table that a scenario may have.
type section struct {
	name  string
	about string
	make  func() any // the struct of its keys, with defaults
	form  form
	own   bool // a strategy may have its own
	model bool // its values describe the market, and count as assumptions
}

// form is how often a table stands in a file.
type form int

const (
	once     form = iota // [product]
	listed               // [[segment]]
	named                // [network.friends]
	campaign             // [advertising], or [advertising.spring]
)

func filled[T any]() any { return knob.Defaults(new(T)) }

// plain lists the tables that are not mechanisms, in the order in which a
// scenario is written.
var plain = []section{
	{"objective", "what the best strategy is to achieve", filled[Objective], once, false, false},
	{"twins", "what strategies are compared with, customer by customer", filled[Twins], once, false, false},
	{"money", "how sums of different weeks are compared", filled[Money], once, false, true},
	{"budget", "one sum, and how it is split over tables", filled[Budget], once, true, true},
	{"product", "what is sold, and what it leaves", filled[sim.Product], once, true, true},
	{"segment", "a group of customers who are alike", filled[sim.Segment], listed, false, true},
	{"placement", "where on the ties the segments are found", filled[sim.Placement], once, false, true},
	{"network", "ties between customers along which words travel", filled[sim.LayerTable], named, false, true},
	{"rates", "the journey: how fast customers move by themselves", filled[sim.Rates], once, true, true},
	{"move", "a move between stages that the full journey does not have", filled[sim.Move], listed, false, true},
	{"attitudes", "how experience forms satisfaction, bond and trust, and what these do", filled[sim.Attitudes], once, true, true},
	{"hearing", "what a word does to the customer who hears it", filled[sim.Hearing], once, true, true},
}

// last lists the tables that stand at the end of a scenario.
var last = []section{
	{"strategy", "one of the strategies to compare", filled[StrategyHead], listed, false, false},
	{"assert", "a statement about the results that must hold", filled[Assert], listed, false, false},
	{"sweep", "a design of experiments, read by grapevine sweep", filled[Sweep], once, false, false},
}

// sections lists all tables that a scenario may have, in order. The list is
// shared: do not change it.
var sections = sync.OnceValue(func() []section {
	all := slices.Clone(plain)
	for _, name := range slices.Sorted(maps.Keys(mechanism.Kinds)) {
		kind := mechanism.Kinds[name]
		all = append(all, section{name, kind.About, func() any { return kind.Make() }, campaign, true, true})
	}
	return append(all, last...)
})

// sectionNamed returns a table by its name.
func sectionNamed(name string) *section {
	for _, s := range sections() {
		if s.name == name {
			return &s
		}
	}
	return nil
}

// homesOf lists the tables that have a key, in brackets.
func homesOf(key string) []string {
	var homes []string
	has := func(of any) bool {
		return slices.ContainsFunc(knob.Fields(of), func(f knob.Field) bool {
			first, _, _ := strings.Cut(f.Key, ".")
			return f.Key == key || first == key
		})
	}
	if has(&Head{}) {
		homes = append(homes, "the top of the file")
	}
	for _, s := range sections() {
		if has(s.make()) {
			homes = append(homes, "["+s.name+"]")
		}
	}
	kinds := slices.DeleteFunc(slices.Sorted(maps.Keys(network.Kinds)), func(name string) bool {
		return !has(network.Kinds[name].Make())
	})
	switch {
	case len(kinds) > 3:
		homes = append(homes, "other kinds of networks")
	case len(kinds) > 0:
		homes = append(homes, "a network of kind "+strings.Join(kinds, " or "))
	}
	return homes
}

// oneOf lists what there is to choose from.
func oneOf(names []string) string {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	names = slices.DeleteFunc(names, func(name string) bool { return name == "" })
	switch len(names) {
	case 0:
		return "nothing here"
	case 1:
		return names[0]
	}
	return "one of " + strings.Join(names, ", ")
}
