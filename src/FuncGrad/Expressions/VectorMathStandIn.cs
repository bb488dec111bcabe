namespace FuncGrad;

internal static class VectorMath
{
    public static double Exp(double x) => Math.Exp(x); public static float Exp(float x) => MathF.Exp(x);
    public static double Log(double x) => Math.Log(x); public static float Log(float x) => MathF.Log(x);
    public static double Sin(double x) => Math.Sin(x); public static float Sin(float x) => MathF.Sin(x);
    public static double Cos(double x) => Math.Cos(x); public static float Cos(float x) => MathF.Cos(x);
    public static double Tan(double x) => Math.Tan(x); public static float Tan(float x) => MathF.Tan(x);
    public static double Sinh(double x) => Math.Sinh(x); public static float Sinh(float x) => MathF.Sinh(x);
    public static double Cosh(double x) => Math.Cosh(x); public static float Cosh(float x) => MathF.Cosh(x);
    public static double Tanh(double x) => Math.Tanh(x); public static float Tanh(float x) => MathF.Tanh(x);
    public static double Atan(double x) => Math.Atan(x); public static float Atan(float x) => MathF.Atan(x);
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x)); public static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));
    public static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))); public static float Softplus(float x) => (float)Softplus((double)x);
    public static double Pow(double x, double y) => Math.Pow(x, y); public static float Pow(float x, float y) => MathF.Pow(x, y);
    public static double IntegerPower(double x, int n)
    {
        if (n < 0) return 1 / IntegerPower(x, -n);
        double r = 1; bool any = false;
        for (; n > 0; n >>= 1, x *= x) if ((n & 1) == 1) { r = any ? r * x : x; any = true; }
        return r;
    }
    public static float IntegerPower(float x, int n)
    {
        if (n < 0) return 1 / IntegerPower(x, -n);
        float r = 1; bool any = false;
        for (; n > 0; n >>= 1, x *= x) if ((n & 1) == 1) { r = any ? r * x : x; any = true; }
        return r;
    }
}
