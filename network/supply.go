package network

import "slices"

// supply is where ties come from, in groups that a worker takes at a time. They
// are asked for twice and need not be kept in between.
type supply interface {
	groups() int
	// group returns the ties of a group, perhaps in the room given.
	group(k int, room *[]Tie) [][]Tie
}

// listed is a supply of ties that stand in lists.
type listed [][][]Tie

func (l listed) groups() int                   { return len(l) }
func (l listed) group(k int, _ *[]Tie) [][]Tie { return l[k] }

// owned is a supply of ties of customers who own the same number each, from the
// first owner on, one at least; what is kept of a tie is whom it leads to.
type owned struct {
	first, each int
	targets     []int32
}

// owners is how many make a group.
func (o owned) owners() int { return max(1, chunk/o.each) }

func (o owned) groups() int {
	size := o.owners() * o.each
	return (len(o.targets) + size - 1) / size
}

func (o owned) group(k int, room *[]Tie) [][]Tie {
	owner := o.first + k*o.owners()
	targets := o.targets[k*o.owners()*o.each:]
	targets = targets[:min(len(targets), o.owners()*o.each)]
	ties := slices.Grow((*room)[:0], len(targets))[:len(targets)]
	*room = ties
	for at := 0; at < len(targets); owner++ {
		for _, t := range targets[at : at+o.each] {
			ties[at] = Tie{int32(owner), t}
			at++
		}
	}
	return [][]Tie{ties}
}

// total counts the ties in some lists.
func total(lists [][]Tie) (n int) {
	for _, l := range lists {
		n += len(l)
	}
	return n
}

// inLists makes a supply of some lists.
func inLists(of ...[]Tie) listed {
	var groups listed
	for _, l := range of {
		for first := true; first || len(l) > 0; first = false {
			part := l[:min(chunk, len(l))]
			l = l[len(part):]
			if last := len(groups) - 1; last >= 0 && total(groups[last])+len(part) <= chunk {
				groups[last] = append(groups[last], part)
			} else {
				groups = append(groups, [][]Tie{part})
			}
		}
	}
	return groups
}
