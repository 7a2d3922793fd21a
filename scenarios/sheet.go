package scenarios

import (
	"reflect"

	"grapevine/knob"
	"grapevine/scenarios/tree"
)

// setting is one key of a table that is in use: its story, its value, and the
// place that set it.
type setting struct {
	knob.Field
	value reflect.Value
	node  *tree.Node // nil: nobody set it, the default holds
}

// sheet is one table in use.
type sheet struct {
	section *section
	head    string // as it stands in brackets, below the strategy
	nth     int    // of a list of tables, from 0
	keys    []setting
}

// design is all tables of the market, or of the market under a strategy.
type design struct {
	sheets []sheet
}

func (d *design) add(s *section, head string, keys []setting) {
	nth := 0
	for _, other := range d.sheets {
		if other.head == head {
			nth++
		}
	}
	d.sheets = append(d.sheets, sheet{s, head, nth, keys})
}
