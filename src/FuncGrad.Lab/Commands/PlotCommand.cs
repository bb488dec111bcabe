using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary>The options of <c>funcgrad plot</c>.</summary>
internal static class PlotCommand
{
    public static Command Of(Streams streams)
    {
        var folder = new Argument<string>("DIR") { Description = "a folder of results" };
        var kind = new Option<string?>("--kind")
        {
            Description = string.Join(", ", ChartKinds.All.Select(known => known.Name)) + "; those that fit if left out",
            HelpName = "KIND",
            CompletionSources = { Given.Names(() => ChartKinds.All.Select(known => known.Name)) },
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "a file that ends in .svg, .png or .pdf; DIR/KIND.svg if left out",
            HelpName = "FILE",
        };
        var width = new Option<int>("--width")
        {
            Description = "in pixels of a screen; a PNG has two for each",
            HelpName = "N",
            DefaultValueFactory = _ => Plot.DefaultWidth,
        };
        var x = new Option<string?>("--x") { Description = "what lies along x: a column, a parameter or a swept key", HelpName = "NAME" };
        var y = new Option<string?>("--y") { Description = "what lies along y", HelpName = "NAME" };
        var colour = new Option<string?>("--color")
        {
            Description = "what decides the colours: verdict, a swept key, or for a map any number of trials.csv",
            HelpName = "NAME",
        };
        var trials = new Option<string?>("--trials") { Description = "only these: 0,3,10-20", HelpName = "LIST" };
        var terminal = new Option<bool>("--terminal") { Description = "as text on stdout instead of a file, in colours on a terminal" };
        var title = new Option<string?>("--title") { Description = "instead of the experiment's own", HelpName = "TEXT" };
        var command = new ExampledCommand("plot", "pictures of results",
            "funcgrad plot results/learning-rates",
            "funcgrad plot results/learning-rates --kind rates -o rates.pdf",
            "funcgrad plot results/learning-rates --kind curves --y gradient_norm -o norms.png",
            "funcgrad plot results/learning-rates --terminal") { folder, kind, output, width, x, y, colour, trials, title, terminal };
        command.SetAction(result =>
        {
            var (pixels, list) = (result.GetValue(width), result.GetValue(trials));
            if (pixels is < Plot.NarrowestWidth or > Plot.WidestWidth)
                return streams.Refuse($"--width {pixels}: it takes {Plot.NarrowestWidth} to {Plot.WidestWidth}.");
            var asked = list is null ? null : ChartRequest.ParseTrials(list);
            if (list is not null && asked is null) return streams.Refuse($"--trials {list}: it is a list like 0,3,10-20.");
            if (result.GetValue(terminal) && result.GetValue(output) is not null)
                return streams.Refuse("--terminal draws on stdout, -o into a file: choose one of them.");
            var chart = new ChartRequest
            {
                X = result.GetValue(x),
                Y = result.GetValue(y),
                Colour = result.GetValue(colour),
                Trials = asked,
                Title = result.GetValue(title),
            };
            return Plot.Run(new PlotRequest(result.GetValue(folder)!, result.GetValue(kind), result.GetValue(output), pixels,
                chart) { OnTerminal = result.GetValue(terminal) }, streams);
        });
        return command;
    }
}
