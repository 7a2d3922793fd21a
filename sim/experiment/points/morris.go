package points

import "grapevine/chance"

var purposeMorris = chance.NewPurpose("design: paths of Morris")

// morrisLevels is the number of levels of a factor on the paths of Morris, of
// which a step goes over half.
const morrisLevels = 4

// morris lays paths of one more points than factors; each step of a path
// changes one factor by two thirds of its range, up or down, in an order of
// its own (Morris 1991).
func morris(factors []Factor, size Size, luck chance.Luck) ([]Point, error) {
	if err := filling(size); err != nil {
		return nil, err
	}
	const delta = morrisLevels / 2.0 / (morrisLevels - 1)
	var all []Point
	for path := range size.Points {
		r := luck.Rand(purposeMorris, uint32(path))
		p := make(Point, len(factors))
		up := make([]bool, len(factors))
		for i := range p {
			p[i] = float64(r.IntN(morrisLevels/2)) / (morrisLevels - 1)
			if up[i] = r.IntN(2) == 0; !up[i] {
				p[i] += delta
			}
		}
		all = append(all, append(Point(nil), p...))
		for _, i := range r.Perm(len(factors)) {
			if up[i] {
				p[i] += delta
			} else {
				p[i] -= delta
			}
			all = append(all, append(Point(nil), p...))
		}
	}
	return all, nil
}
