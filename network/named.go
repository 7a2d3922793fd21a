package network

import (
	"maps"
	"slices"
	"strings"

	"grapevine/chance"
)

// Named is a small graph that the field knows by name.
type Named struct {
	Name string `toml:"name" default:"karate" options:"florentine,karate,petersen" doc:"The graph: karate (34 customers), florentine (15) or petersen (10)."`
}

// Validate implements [Generator].
func (g *Named) Validate(customers int) []error {
	order, err := g.Customers()
	if err != nil {
		return []error{err}
	}
	return only(unless(order == customers, "name", g.Name, "customers = %d, not %d", order, customers))
}

// Customers implements [Sizer].
func (g *Named) Customers() (int, error) {
	one, ok := named[g.Name]
	return one.order, unless(ok, "name", g.Name, "one of %s", strings.Join(slices.Sorted(maps.Keys(named)), ", "))
}

// Generate implements [Generator].
func (g *Named) Generate(customers int, _ chance.Luck, _ int) (*Graph, error) {
	made, _ := FromTies(customers, named[g.Name].ties, false)
	return made, nil
}

var named = map[string]struct {
	order int
	ties  []Tie
}{
	// Members of a karate club: Zachary (Journal of Anthropological Research 33,
	// 1977).
	"karate": {34, []Tie{
		{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}, {0, 6}, {0, 7}, {0, 8}, {0, 10}, {0, 11}, {0, 12},
		{0, 13}, {0, 17}, {0, 19}, {0, 21}, {0, 31}, {1, 2}, {1, 3}, {1, 7}, {1, 13}, {1, 17}, {1, 19},
		{1, 21}, {1, 30}, {2, 3}, {2, 7}, {2, 8}, {2, 9}, {2, 13}, {2, 27}, {2, 28}, {2, 32}, {3, 7},
		{3, 12}, {3, 13}, {4, 6}, {4, 10}, {5, 6}, {5, 10}, {5, 16}, {6, 16}, {8, 30}, {8, 32}, {8, 33},
		{9, 33}, {13, 33}, {14, 32}, {14, 33}, {15, 32}, {15, 33}, {18, 32}, {18, 33}, {19, 33},
		{20, 32}, {20, 33}, {22, 32}, {22, 33}, {23, 25}, {23, 27}, {23, 29}, {23, 32}, {23, 33},
		{24, 25}, {24, 27}, {24, 31}, {25, 31}, {26, 29}, {26, 33}, {27, 33}, {28, 31}, {28, 33},
		{29, 32}, {29, 33}, {30, 32}, {30, 33}, {31, 32}, {31, 33}, {32, 33},
	}},
	// The graph of Petersen (L'Intermédiaire des Mathématiciens 5, 1898).
	"petersen": {10, []Tie{
		{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 0}, {0, 5}, {1, 6}, {2, 7}, {3, 8}, {4, 9}, {5, 7}, {6, 8},
		{7, 9}, {8, 5}, {9, 6},
	}},
	// Marriages among families of Florence, in alphabetical order from Acciaiuoli
	// to Tornabuoni, without the Pucci who have none: Padgett & Ansell (American
	// Journal of Sociology 98, 1993).
	"florentine": {15, []Tie{
		{0, 8}, {4, 10}, {4, 13}, {4, 2}, {8, 2}, {8, 11}, {8, 14}, {8, 1}, {8, 12}, {12, 9}, {10, 13},
		{10, 3}, {13, 11}, {13, 3}, {11, 14}, {14, 6}, {1, 5}, {1, 6}, {3, 6}, {6, 7},
	}},
}
