using FuncGrad.Site;

if (args is not [var root, var folder])
{
    Console.Error.WriteLine("FuncGrad.Site ROOT FOLDER: writes the site of the repository at ROOT into FOLDER.");
    return 2;
}
var pages = Site.Write(root, folder);
Console.WriteLine($"{pages} pages: {Path.Combine(Path.GetFullPath(folder), "index.html")}");
return 0;
