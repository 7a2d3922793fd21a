package tree

import "slices"

// Nearest returns the name that was most likely meant: the one that differs in
// the fewest letters, if they are few enough. Without such a name it is empty.
func Nearest(meant string, names []string) string {
	best, least := "", max(1, len([]rune(meant))/3)
	for _, name := range slices.Sorted(slices.Values(names)) {
		if d := distance(meant, name); d <= least && (best == "" || d < least) {
			best, least = name, d
		}
	}
	return best
}

// distance counts the letters to add, drop, change or swap with their
// neighbour (Damerau 1964, in the restricted form).
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	if len(s) > 80 || len(t) > 80 {
		return max(len(s), len(t))
	}
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := range s {
		row[0] = i + 1
		for j := range t {
			change := last[j]
			if s[i] != t[j] {
				change++
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, change)
			if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(t)]
}
