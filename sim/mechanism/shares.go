package mechanism

import "fmt"

// shares is the fault of shares that do not add up.
func shares(key, names string, sum float64) error {
	return fmt.Errorf("%s: %s must add up to 1, not %.6g", key, names, sum)
}
