package network

import (
	"fmt"

	"grapevine/chance"
	"grapevine/knob"
)

// Generator makes graphs of one family. Its fields are the keys of a network
// table in a scenario.
type Generator interface {
	// Validate returns all faults of the keys for so many customers.
	Validate(customers int) []error
	// Generate makes the graph that belongs to some luck; it is the same for
	// any number of workers. The keys must be valid.
	Generate(customers int, luck chance.Luck, workers int) (*Graph, error)
}

// Planter is a generator that plants communities.
type Planter interface {
	// Planted returns the community of every customer, counted from 0, in the
	// graph that Generate makes of the same luck.
	Planted(customers int, luck chance.Luck) []int32
}

// Sizer is a generator that brings its own number of customers, as a file
// does.
type Sizer interface {
	// Customers returns that number. It is an error if there is none, as when the
	// file cannot be read.
	Customers() (int, error)
}

// Kind is a family of graphs that a scenario may name.
type Kind struct {
	Make  func() Generator // with the defaults of its keys
	About string           // one line
}

// faults returns the faults of single keys, by their tags, and those of
// further checks that are not nil.
func faults(of any, more ...error) []error {
	var all []error
	for _, f := range knob.Check(of) {
		all = append(all, f)
	}
	return append(all, only(more...)...)
}

// only returns those faults that are some.
func only(of ...error) (all []error) {
	for _, err := range of {
		if err != nil {
			all = append(all, err)
		}
	}
	return all
}

// unless returns a fault in the usual form if a condition does not hold.
func unless(ok bool, key string, value any, want string, args ...any) error {
	if ok {
		return nil
	}
	return fmt.Errorf("%s = %v: want %s", key, value, fmt.Sprintf(want, args...))
}
