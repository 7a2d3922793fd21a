// Command grapevine simulates word of mouth: it builds a market of customers
// on a social graph, tries marketing strategies in it, and says which to fund,
// how sure one can be, and why.
//
//	grapevine run cc-vs-ba                 compare four strategies, with pictures
//	grapevine new cc-vs-ba > mine.toml     start a scenario of your own
//	grapevine check mine.toml              find every fault before it runs
//	grapevine explain persuasion           what a key means, and where its value comes from
//
// Results go to standard output, progress and faults to standard error. The
// exit code is 0 if all went well, 1 if a run failed, 2 for a bad command or
// scenario, 3 if an [[assert]] does not hold, 4 if some runs failed and the
// rest was kept, 130 if interrupted.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
	kongcompletion "github.com/jotaen/kong-completion"
	"github.com/posener/complete"

	"grapevine/scenarios"
)

// commands are the verbs, a file each.
type commands struct {
	Stamp versionFlag `name:"version" help:"Print the version."`

	Run        runCommand                `cmd:"" example:"run cc-vs-ba" help:"Simulate every strategy of a scenario, write the results and print the comparison."`
	Compare    compareCommand            `cmd:"" example:"compare results/cc-vs-ba results/mine" help:"Put the strategies of several scenarios or results side by side."`
	Sweep      sweepCommand              `cmd:"" help:"Run a scenario at many points: a design of experiments."`
	Tornado    tornadoCommand            `cmd:"" example:"tornado cc-vs-ba" help:"Move one value at a time: what moves the winner's lead, and what changes the winner."`
	Calibrate  calibrateCommand          `cmd:"" example:"calibrate mine.toml --data weeks.csv --fit advertising.rate=0.0001:0.1:log" help:"Fit values of a scenario to weekly data of a real market."`
	Optimise   optimiseCommand           `cmd:"" example:"optimise cc-vs-ba --strategy 'brand advocacy' --lever product.price=30:50" help:"Tune levers or the split of a budget to the objective, under a limit on costs."`
	Check      checkCommand              `cmd:"" example:"check mine.toml" help:"Report every fault of a scenario without running it."`
	Explain    explainCommand            `cmd:"" example:"explain persuasion" help:"Say what a key, table, metric, preset or block means: unit, range, default and where that comes from."`
	List       listCommand               `cmd:"" help:"List presets, strategies, mechanisms, generators, metrics, plots or classics."`
	New        newCommand                `cmd:"" example:"new cc-vs-ba > mine.toml" help:"Print a preset to start a scenario of your own from."`
	Verify     verifyCommand             `cmd:"" help:"Hold the program to exact results and known facts, in the open."`
	Plot       plotCommand               `cmd:"" example:"plot results/cc-vs-ba" help:"Draw the pictures of a results folder again."`
	Report     reportCommand             `cmd:"" example:"report results/cc-vs-ba" help:"Write the report of a results folder: the answer on two pages, to print or pass on."`
	Lab        labCommand                `cmd:"" help:"Play with a scenario in the browser: levers, people one by one, many worlds."`
	Network    networkCommand            `cmd:"" help:"Make, describe and convert graphs."`
	Schema     schemaCommand             `cmd:"" help:"Print the JSON Schema of scenarios, for editors."`
	ODD        oddCommand                `cmd:"" example:"odd cc-vs-ba" name:"odd" help:"Describe a scenario in the form of the ODD protocol."`
	Export     exportCommand             `cmd:"" example:"export results/cc-vs-ba --format parquet" help:"Write results as Parquet, or as Mesa, NetLogo and SALib do."`
	Pack       packCommand               `cmd:"" example:"pack results/cc-vs-ba" help:"Make a folder for an archive: results, scenario, ODD, how to rerun."`
	Version    versionCommand            `cmd:"" help:"Print the version."`
	Man        manCommand                `cmd:"" help:"Print the manual page: grapevine man > grapevine.1"`
	Completion kongcompletion.Completion `cmd:"" help:"Print the code that completes commands in your shell."`
}

const description = `Which word-of-mouth strategy should we fund, how sure are we, and why?

Examples:
  grapevine run cc-vs-ba                        compare four strategies, with pictures
  grapevine run cc-vs-ba --replicates 20        the same, quickly
  grapevine run cc-vs-ba --set product.price=50 the same at another price
  grapevine new cc-vs-ba > mine.toml            start a scenario of your own
  grapevine check mine.toml                     find every fault before it runs
  grapevine explain persuasion                  what a key means, and its source
  grapevine list presets                        what there is to start from`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	os.Exit(Main(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// Main runs the program with some arguments and returns its exit code.
func Main(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var c commands
	out := &faithful{to: stdout}
	t := &terminal{out: out, err: stderr, args: args}
	exited := -1
	parser, err := kong.New(&c, kong.Name("grapevine"), kong.Description(description),
		kong.Writers(out, stderr), kong.Exit(func(code int) { exited = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(t))
	if err != nil {
		panic(err) // the declaration of the commands is ours
	}
	files, presets := complete.PredictFiles("*"), complete.PredictFunc(presetNames)
	kongcompletion.Register(parser, kongcompletion.WithPredictor("file", files),
		kongcompletion.WithPredictor("preset", presets), kongcompletion.WithPredictor("scenario", complete.PredictOr(files, presets)))
	if exited >= 0 {
		return exited // a shell has been told how the line may go on
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if exited >= 0 {
		return exited // help has been printed
	}
	if err != nil {
		fmt.Fprint(stderr, misused(err))
		return exitUsage
	}
	err = command.Run()
	if err == nil {
		err = out.fault
	}
	return t.end(err)
}

// presetNames offers presets to a shell that completes a line.
func presetNames(complete.Args) (names []string) {
	for _, p := range scenarios.Presets() {
		names = append(names, p.Name)
	}
	return names
}

// Exit codes.
const (
	exitFailed      = 1
	exitUsage       = 2
	exitAssert      = 3
	exitSome        = 4
	exitInterrupted = 130
)

// exit is an error that ends the program with a code of its own.
type exit struct {
	code int
	error
}

// end reports how a command ended and returns its exit code.
func (t *terminal) end(err error) int {
	var faults scenarios.Faults
	var with exit
	switch {
	case err == nil:
		return 0
	case errors.As(err, &faults):
		fmt.Fprintln(t.err, strings.TrimRight(faults.Error(), "\n"))
		return exitUsage
	case errors.As(err, &with):
		if with.error != nil {
			fmt.Fprintf(t.err, "%v\n", with.error)
		}
		return with.code
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(t.err, "interrupted")
		return exitInterrupted
	}
	fmt.Fprintf(t.err, "error: %v\n", err)
	return exitFailed
}
