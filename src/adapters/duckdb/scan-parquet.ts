export const checkParquet: any = () => {};
