package network

import (
	"fmt"

	"grapevine/chance"
)

// BarabasiAlbert grows a graph by preferential attachment: every newcomer ties
// to Attach different customers, chosen in proportion to the ties they have
// (Barabási & Albert 1999). Linear time.
type BarabasiAlbert struct {
	Attach int `toml:"attach" default:"3" range:"[1,)" doc:"Ties that every newcomer brings; the mean degree is twice that."`
}

// Validate implements Generator.
func (b *BarabasiAlbert) Validate(customers int) []error {
	if b.Attach < 1 || b.Attach >= customers {
		return []error{fmt.Errorf("attach = %d: want 1 ≤ attach < customers = %d", b.Attach, customers)}
	}
	return nil
}

var purposeAttach = chance.NewPurpose("network: barabasi-albert")

// Generate implements Generator.
func (b *BarabasiAlbert) Generate(customers int, luck chance.Luck, _ int) (*Graph, error) {
	m := b.Attach
	rng := luck.Rand(purposeAttach, 0)
	ends := make([]int32, 0, 2*m*customers)
	ties := make([][2]int32, 0, m*customers)
	for i := m; i < customers; i++ {
		first := len(ties)
		for k := 0; len(ties)-first < m; k++ {
			to := int32(k)
			if i > m {
				to = ends[rng.IntN(2*first)]
			}
			fresh := true
			for _, t := range ties[first:] {
				fresh = fresh && t[1] != to
			}
			if fresh {
				ties = append(ties, [2]int32{int32(i), to})
			}
		}
		for _, t := range ties[first:] {
			ends = append(ends, t[0], t[1])
		}
	}
	g, _ := FromTies(customers, ties, false)
	return g, nil
}
